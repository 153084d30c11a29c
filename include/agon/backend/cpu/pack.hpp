#pragma once
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

/// Columns of a matrix into panels: `column(j)` is the address of column j, whose `rows` elements are
/// contiguous in runs; `run(k)` is where run k / length starts in it.
inline void pack_columns(long runs, long length, long columns, float* to, auto const& address) {
  long const panels = panels_of(columns), rows = runs * length;
  constexpr int strip = 16;  // elements of each column at a time: one cache line
  long const strips = (length + strip - 1) / strip;
  Chunks const chunks = Chunks::of(panels * runs * strips, 4, 64);
  parallel(chunks.count, [&](long chunk) {
    for (long u = chunks.begin(chunk); u < chunks.begin(chunk + 1); ++u) {
      long const p = u / (runs * strips), r = u / strips % runs, first = u % strips * strip;
      long const count = std::min<long>(strip, length - first);
      float* const at = to + (p * rows + r * length + first) * tile_columns;
      for (int j = 0; j < tile_columns; ++j) {
        long const column = p * tile_columns + j;
        if (column < columns) {
          float const* const from = address(r, column) + first;
          for (long k = 0; k < count; ++k) at[k * tile_columns + j] = from[k];
        } else {
          for (long k = 0; k < count; ++k) at[k * tile_columns + j] = 0;
        }
      }
    }
  });
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
