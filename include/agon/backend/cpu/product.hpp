#pragma once
#include <agon/backend/cpu/gather.hpp>
#include <agon/backend/cpu/pack.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// y = op(a) op(b), op a transposition or nothing.
struct Product {
  static bool transposed_a(Dense const& d) { return d.index & 1; }
  static bool transposed_b(Dense const& d) { return d.index & 2; }
  static long inner(Dense const& d) { return transposed_a(d) ? d.rows(d.a) : d.columns(d.a); }
  /// Few rows: each panel of b is packed where it is used.
  static bool by_columns(Dense const& d) {
    return !transposed_a(d) && d.rows(d.y) <= 12 * tile_rows && d.columns(d.y) >= 4 * tile_columns;
  }
  static Gather geometry(Dense const& d) {
    return {.height = 1,
            .width = 1,
            .channels = int(inner(d)),
            .grid_h = 1,
            .grid_w = 1,
            .taps_y = 1,
            .taps_x = 1,
            .columns = d.columns(d.y),
            .sample_step = d.columns(d.y)};
  }
  static Room room(Dense const& d) {
    if (by_columns(d)) return ByPanels::room(inner(d), d.rows(d.y));
    return {panels_of(d.columns(d.y)) * tile_columns * inner(d), 0};
  }
  static Chunks chunks(Dense const& d) { return Chunks::of(d.rows(d.y), 2 * tile_rows); }
  static void run(Dense const& d, float const* a, float const* b, float* y, Workspace const& space,
                  Done const& done) {
    long const rows = d.rows(d.y), columns = d.columns(d.y), k = inner(d);
    Chunks const c = chunks(d);
    long const row_scale = rows_of_domain(d) / rows;  // a batched result counts its pixels as rows
    auto finish = [&](long i) { done(i, c.begin(i) * row_scale, c.begin(i + 1) * row_scale); };
    Gather const g = geometry(d);
    auto row = [&](long i) { return b + i * columns; };
    auto column = [&](long, long j) { return b + j * k; };
    if (by_columns(d)) {
      ByPanels::run(g, a, y, rows, space, [&](long first, long count, float* panel) {
        if (transposed_b(d))
          turn_panel(1, k, count, panel, [&](long, long j) { return b + (first + j) * k; });
        else
          pack_panel(0, k, count, panel, [&](long i) { return row(i) + first; });
      });
      parallel(c.count, finish);
      return;
    }
    if (transposed_b(d))
      pack_columns(1, k, columns, space.shared, column);
    else
      pack_rows(k, columns, space.shared, row);
    Panels const panels{space.shared, k * tile_columns, tile_columns};
    parallel(c.count, [&](long i) {
      if (transposed_a(d))
        of_columns(a, rows, k, panels, y, columns, c.begin(i), c.begin(i + 1));
      else
        gather_product(g, a, panels, y, c.begin(i), c.begin(i + 1));
      finish(i);
    });
  }

 private:
  /// Rows [from, to) of a' b, where a is (k, rows): its columns are read where they lie.
  static void of_columns(float const* a, long rows, long k, Panels const& b, float* y, long columns,
                         long from, long to) {
    constexpr long at_once = 256;
    for (long first = 0; first < k; first += at_once) {
      long const count = std::min(at_once, k - first);
      for (long r = from; r < to; r += tile_rows) {
        int const height = int(std::min<long>(tile_rows, to - r));
        float const* const sliver = a + first * rows + r;
        alignas(64) float last[at_once * tile_rows];  // the end of a, beyond which tiles must not read
        bool const edge = height < tile_rows;
        if (edge)
          for (long e = 0; e < count; ++e)
            for (int i = 0; i < tile_rows; ++i)
              last[e * tile_rows + i] = i < height ? sliver[e * rows + i] : 0;
        float* out[tile_rows];
        for (int i = 0; i < height; ++i) out[i] = y + (r + i) * columns;
        for (long j = 0; j < columns; j += tile_columns) {
          float const* const panel = b.at + j / tile_columns * b.next_panel + first * b.next_row;
          int const width = int(std::min<long>(tile_columns, columns - j));
          if (!edge && width == tile_columns)
            multiply_tile<tile_rows, Sliver::by_column>(sliver, panel, b.next_row, count, out, first > 0,
                                                        rows);
          else
            multiply_edge<Sliver::by_column>(height, width, edge ? last : sliver, panel, b.next_row, count,
                                             out, first > 0, edge ? tile_rows : rows);
          for (int i = 0; i < height; ++i) out[i] += tile_columns;
        }
      }
    }
  }
  static long rows_of_domain(Dense const& d) { return (d.y.batched ? d.batch : 1) * long(d.y.h) * d.y.w; }
};

/// y = op(a) op(b) for each sample.
struct SampleProducts {
  static long pixels(Shape d) { return long(d.h) * d.w; }
  static long inner(Dense const& d) { return Product::transposed_a(d) ? pixels(d.a) : d.a.c; }
  /// A thread's own: the panels of b, and rows of a that are turned.
  static Room room(Dense const& d) {
    return {0, (panels_of(d.y.c) * tile_columns + (Product::transposed_a(d) ? block : 0)) * inner(d)};
  }
  /// A unit is a block of rows of one sample: enough of them to pack b for.
  static constexpr long block = 16 * tile_rows;
  static long blocks(Dense const& d) { return (pixels(d.y) + block - 1) / block; }
  static Chunks chunks(Dense const& d) { return Chunks::of(d.batch * blocks(d), 1); }

  static void run(Dense const& d, float const* a, float const* b, float* y, Workspace const& space,
                  Done const& done) {
    long const rows = pixels(d.y), columns = d.y.c, k = inner(d);
    Chunks const c = chunks(d);
    auto row_of = [&](long unit) {
      return unit / blocks(d) * rows + std::min(unit % blocks(d) * block, rows);
    };
    parallel(c.count, [&](long i) {
      float* const panels = space.mine(thread_index());
      float* const turned = panels + panels_of(columns) * tile_columns * k;
      Gather const g{.height = 1,
                     .width = 1,
                     .channels = int(k),
                     .grid_h = 1,
                     .grid_w = 1,
                     .taps_y = 1,
                     .taps_x = 1,
                     .columns = columns,
                     .sample_step = columns};
      for (long u = c.begin(i), packed = -1; u < c.begin(i + 1); ++u) {
        long const n = u / blocks(d), first = u % blocks(d) * block, count = std::min(block, rows - first);
        float const* const from = b + n * d.b.size();
        if (packed != n && Product::transposed_b(d))
          pack_columns(1, k, columns, panels, [&](long, long j) { return from + j * k; });
        else if (packed != n)
          pack_rows(k, columns, panels, [&](long e) { return from + e * columns; });
        packed = n;
        float const* left = a + n * d.a.size() + first * k;
        if (Product::transposed_a(d)) {
          for (long e = 0; e < k; ++e)
            for (long r = 0; r < count; ++r) turned[r * k + e] = a[n * d.a.size() + e * rows + first + r];
          left = turned;
        }
        gather_product(g, left, {panels, k * tile_columns, tile_columns}, y + (n * rows + first) * columns, 0,
                       count);
      }
      done(i, row_of(c.begin(i)), row_of(c.begin(i + 1)));
    });
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
