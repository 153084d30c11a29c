#pragma once
#include <utility>

#include <agon/backend/cpu/dense.hpp>
#include <agon/core/threads.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// Rows [from, to) of the `columns` columns of a panel, of which there are at most tile_columns; `row(k)` is
/// the address of row k.
inline void pack_panel(long from, long to, long columns, float* panel, auto const& row) {
  constexpr long ahead = 32;
  for (long k = from; k < to; ++k) {
    float* const at = panel + k * tile_columns;
    for (long e = 0; e < columns; e += 16) __builtin_prefetch(row(k + ahead) + e);
    copy(at, row(k), columns);
    if (columns < tile_columns) zero(at + columns, tile_columns - columns);
  }
}
/// Rows of a matrix into panels: element (k, j) to panel j / tile_columns, row k.
inline void pack_rows(long rows, long columns, float* to, auto const& row) {
  Chunks const chunks = Chunks::of(rows, 64);
  parallel(chunks.count, [&](long chunk) {
    for (long j = 0; j < columns; j += tile_columns)
      pack_panel(chunks.begin(chunk), chunks.begin(chunk + 1), std::min<long>(tile_columns, columns - j),
                 to + j * rows, [&](long k) { return row(k) + j; });
  });
}

/// Turns a square of lanes x lanes numbers about its diagonal, by swapping ever smaller blocks across it.
template <int Distance, int... L>
AGON_INLINE void swap_blocks(Vec& a, Vec& b, std::integer_sequence<int, L...>) {
  Vec const upper = __builtin_shufflevector(a, b, ((L & Distance) ? lanes + L - Distance : L)...);
  b = __builtin_shufflevector(a, b, ((L & Distance) ? lanes + L : L + Distance)...);
  a = upper;
}
template <int Distance = lanes / 2>
AGON_INLINE void transpose(Vec (&row)[lanes]) {
  if constexpr (Distance > 0) {
#pragma GCC unroll 16
    for (int i = 0; i < lanes; ++i)
      if (!(i & Distance))
        swap_blocks<Distance>(row[i], row[i + Distance], std::make_integer_sequence<int, lanes>{});
    transpose<Distance / 2>(row);
  }
}

/// Rows [first, first + count), at most as many as a vector has lanes, of the `columns` columns of a panel,
/// which begin at `address(j)`.
inline void turn_strip(long first, long count, long columns, float* panel, auto const& address) {
  for (int half = 0; half < tile_columns; half += lanes) {
    Vec square[lanes];
    for (int j = 0; j < lanes; ++j)
      square[j] = half + j < columns ? load(address(half + j) + first, int(count)) : Vec{};
    transpose(square);
    for (long k = 0; k < count; ++k) store(panel + (first + k) * tile_columns + half, square[k]);
  }
}
/// Columns of a matrix into a panel, whose rows come in runs: `address(r, j)` is where the `length` rows of
/// run r begin in column j, one after the other. Columns are far apart: what comes next is asked for early.
inline void turn_panel(long runs, long length, long columns, float* panel, auto const& address) {
  constexpr long ahead = 512;
  for (long r = 0; r < runs; ++r)
    for (long first = 0; first < length; first += lanes) {
      if (first % ahead == 0)
        for (long j = 0; j < columns; ++j)
          for (long e = first == 0 ? 0 : first + ahead; e < std::min(first + 2 * ahead, length); e += 16)
            __builtin_prefetch(address(r, j) + e);
      turn_strip(first, std::min<long>(lanes, length - first), columns, panel + r * length * tile_columns,
                 [&](long j) { return address(r, j); });
    }
}
/// The same into panels.
inline void pack_columns(long runs, long length, long columns, float* to, auto const& address) {
  long const panels = panels_of(columns), rows = runs * length;
  long const strips = (length + lanes - 1) / lanes;
  Chunks const chunks = Chunks::of(panels * runs * strips, 4, 64);
  parallel(chunks.count, [&](long chunk) {
    for (long u = chunks.begin(chunk); u < chunks.begin(chunk + 1); ++u) {
      long const column = u / (runs * strips) * tile_columns, r = u / strips % runs,
                 first = u % strips * lanes;
      turn_strip(first, std::min<long>(lanes, length - first), columns - column,
                 to + (column / tile_columns * rows + r * length) * tile_columns,
                 [&](long j) { return address(r, column + j); });
    }
  });
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
