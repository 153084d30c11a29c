#pragma once
#include <agon/backend/cpu/vector.hpp>

/// The micro-kernel: a tile of a matrix product in registers.
namespace agon::cpu {
inline namespace AGON_CPU {

inline constexpr int tile_columns = 2 * lanes;
/// Rows of a full tile: as many accumulators as registers allow beside two columns of b and one element of a.
inline constexpr int tile_rows = lanes == 16 ? 14 : lanes == 8 ? 6 : 4;
/// The inner extent of a block, and the distance of the rows of a packed sliver of a: a few cache lines
/// beyond, for rows 4 KB apart would fall into one set of the cache.
inline constexpr int inner_block = 288, sliver_stride = 304;

/// How a sliver of `a` lies: by rows (row i at i * sliver_stride), or by columns (element k of row i at
/// k * step + i).
enum class Sliver { by_row, by_column };

/// c[i] (+)= sum over k < inner of a[i][k] * b[k * row_of_b .. + Wide * lanes): Rows rows of the result, each
/// of Wide vectors, a tile's columns or one half of them, from the addresses in c.
template <int Rows, Sliver Order, int Wide = 2>
__attribute__((noinline)) void multiply_tile(float const* a, float const* b, long row_of_b, long inner,
                                             float* const* c, bool accumulate, long step = tile_rows) {
  constexpr long next_row = Order == Sliver::by_row ? sliver_stride : 1;
  long const next = Order == Sliver::by_row ? 1 : step;
  Vec sum[Rows][Wide];
#pragma GCC unroll 64
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Wide; ++j) sum[i][j] = Vec{};
  for (long k = 0; k < inner; ++k, b += row_of_b, a += next) {
    Vec row[Wide];
#pragma GCC unroll 2
    for (int j = 0; j < Wide; ++j) row[j] = load(b + j * lanes);
#pragma GCC unroll 64
    for (int i = 0; i < Rows; ++i) {
      Vec const x = splat(a[i * next_row]);
#pragma GCC unroll 2
      for (int j = 0; j < Wide; ++j) sum[i][j] += x * row[j];
    }
  }
#pragma GCC unroll 64
  for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < Wide; ++j) {
      if (accumulate) sum[i][j] += load(c[i] + j * lanes);
      store(c[i] + j * lanes, sum[i][j]);
    }
}

/// The same in the least even height that holds `rows` rows.
template <int Rows, Sliver Order>
void multiply_rows(int rows, float const* a, float const* b, long row_of_b, long inner, float* const* c,
                   bool accumulate, long step) {
  if constexpr (Rows < tile_rows)
    if (rows > Rows) return multiply_rows<Rows + 2, Order>(rows, a, b, row_of_b, inner, c, accumulate, step);
  multiply_tile<Rows, Order>(a, b, row_of_b, inner, c, accumulate, step);
}
/// The same for `rows` rows and `columns` columns at most as many as a tile's; c has room for `columns` only.
template <Sliver Order>
void multiply_edge(int rows, int columns, float const* a, float const* b, long row_of_b, long inner,
                   float* const* c, bool accumulate, long step = tile_rows) {
  if (rows == tile_rows && columns == lanes)
    return multiply_tile<tile_rows, Order, 1>(a, b, row_of_b, inner, c, accumulate, step);
  alignas(64) float spare[tile_rows][tile_columns];
  float* to[tile_rows];
  bool const narrow = columns < tile_columns;
  for (int i = 0; i < tile_rows; ++i) to[i] = narrow || i >= rows ? spare[i] : c[i];
  if (accumulate && narrow)
    for (int i = 0; i < rows; ++i) std::memcpy(spare[i], c[i], std::size_t(4 * columns));
  if (accumulate)
    for (int i = rows; i < tile_rows; ++i) std::memset(spare[i], 0, sizeof spare[i]);
  multiply_rows<2, Order>(rows, a, b, row_of_b, inner, to, accumulate, step);
  if (narrow)
    for (int i = 0; i < rows; ++i) std::memcpy(c[i], spare[i], std::size_t(4 * columns));
}

/// b as the tile reads it: panels of tile_columns columns, or, unpacked, rows where they lie.
struct Panels {
  float const* at;
  long next_panel;  // from one panel to the next
  long next_row;    // from one row to the next
};

/// Copies n floats, with vectors; what calls it copies short runs.
AGON_INLINE void copy(float* to, float const* from, long n) {
  long i = 0;
  for (; i + lanes <= n; i += lanes) store(to + i, load(from + i));
  if (i < n) store(to + i, load(from + i, int(n - i)), int(n - i));
}
AGON_INLINE void zero(float* to, long n) {
  long i = 0;
  for (; i + lanes <= n; i += lanes) store(to + i, Vec{});
  if (i < n) store(to + i, Vec{}, int(n - i));
}
/// The same where `to` has room for a vector beyond, which may be written too: stores of a part of a vector
/// take many times as long as whole ones.
AGON_INLINE void copy_over(float* to, float const* from, long n) {
  long i = 0;
  for (; i + lanes <= n; i += lanes) store(to + i, load(from + i));
  if (i < n) store(to + i, load(from + i, int(n - i)));
}
AGON_INLINE void zero_over(float* to, long n) {
  for (long i = 0; i < n; i += lanes) store(to + i, Vec{});
}
AGON_INLINE void add(float* to, float const* from, long n) {
  long i = 0;
  for (; i + lanes <= n; i += lanes) store(to + i, load(to + i) + load(from + i));
  if (i < n) store(to + i, load(to + i, int(n - i)) + load(from + i, int(n - i)), int(n - i));
}
constexpr long panels_of(long columns) { return (columns + tile_columns - 1) / tile_columns; }

}  // namespace AGON_CPU
}  // namespace agon::cpu
