#pragma once
#include <utility>

#include <agon/backend/cpu/dense.hpp>
#include <agon/core/threads.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// Rows of a matrix into panels: element (k, j) to panel j / tile_columns, row k. `row(k)` is the address of
/// row k.
inline void pack_rows(long rows, long columns, float* to, auto const& row) {
  long const panels = panels_of(columns);
  Chunks const chunks = Chunks::of(rows, 64);
  parallel(chunks.count, [&](long chunk) {
    for (long k = chunks.begin(chunk); k < chunks.begin(chunk + 1); ++k) {
      float const* const from = row(k);
      for (long p = 0; p < panels; ++p) {
        float* const at = to + (p * rows + k) * tile_columns;
        long const count = std::min<long>(tile_columns, columns - p * tile_columns);
        copy(at, from + p * tile_columns, count);
        if (count < tile_columns) zero(at + count, tile_columns - count);
      }
    }
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

/// Columns of a matrix into panels, whose rows come in runs: `address(r, j)` is where the `length` rows of
/// run r begin in column j, one after the other.
inline void pack_columns(long runs, long length, long columns, float* to, auto const& address) {
  long const panels = panels_of(columns), rows = runs * length;
  long const strips = (length + lanes - 1) / lanes;
  Chunks const chunks = Chunks::of(panels * runs * strips, 4, 64);
  parallel(chunks.count, [&](long chunk) {
    for (long u = chunks.begin(chunk); u < chunks.begin(chunk + 1); ++u) {
      long const p = u / (runs * strips), r = u / strips % runs, first = u % strips * lanes;
      long const count = std::min<long>(lanes, length - first);
      float* const at = to + (p * rows + r * length + first) * tile_columns;
      for (int half = 0; half < tile_columns; half += lanes) {
        long const column = p * tile_columns + half;
        Vec square[lanes];
        for (int j = 0; j < lanes; ++j)
          square[j] = column + j < columns ? load(address(r, column + j) + first, int(count)) : Vec{};
        transpose(square);
        for (long k = 0; k < count; ++k) store(at + k * tile_columns + half, square[k]);
      }
    }
  });
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
