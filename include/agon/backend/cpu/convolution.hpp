#pragma once
#include <agon/backend/cpu/gather.hpp>
#include <agon/backend/cpu/pack.hpp>

/// A convolution. Weights are (kernel, kernel, in, out).
namespace agon::cpu {
inline namespace AGON_CPU {

/// The places [first, last) of a window that meet an image of `rows` rows from any of `outputs` outputs.
struct Live {
  int first = 0, last = 0;
  static constexpr Live of(Axis v, int outputs, int rows) {
    Live l{v.kernel, 0};
    for (int k = 0; k < v.kernel; ++k)
      for (int o = 0; o < outputs; ++o)
        if (int const r = o * v.stride + k - v.padding; r >= 0 && r < rows) {
          l.first = std::min(l.first, k);
          l.last = k + 1;
        }
    return l.last == 0 ? Live{0, 1} : l;
  }
  constexpr int count() const { return last - first; }
  /// How many places meet the image, of all windows.
  static constexpr long places(Axis v, int outputs, int rows) {
    long n = 0;
    for (int o = 0; o < outputs; ++o)
      for (int k = 0; k < v.kernel; ++k) {
        int const r = o * v.stride + k - v.padding;
        n += r >= 0 && r < rows;
      }
    return n;
  }
};

/// A product of single positions costs so much more than one of whole maps: its extents are small.
inline constexpr double of_positions = 1.1;
/// Are there enough samples to make all results of one position of the map at a time, where a good part of
/// the `all` places that would be multiplied is padding, and only `live` are not?
constexpr bool positions_pay(long batch, long live, long all) {
  return batch >= 2 * tile_rows && 10 * live <= 9 * all;
}

/// Do the weights of a product outweigh its pixels? Then it is made panel by panel, each by one thread that
/// packs the panel in its own memory: no packed weight travels to memory and back.
constexpr bool outweigh(long rows, long inner, long columns) {
  return rows <= 24 * tile_rows && columns >= 4 * tile_columns && inner * columns >= 1 << 18;
}

// ---- forward: y = conv(x, w) ----

struct Forward {
  static constexpr Gather geometry(Dense const& d) {
    Live const v = Live::of(d.window.y, d.y.h, d.a.h), h = Live::of(d.window.x, d.y.w, d.a.w);
    return {.height = d.a.h,
            .width = d.a.w,
            .channels = d.a.c,
            .grid_h = d.y.h,
            .grid_w = d.y.w,
            .taps_y = v.count(),
            .taps_x = h.count(),
            .stride_y = d.window.y.stride,
            .stride_x = d.window.x.stride,
            .first_y = v.first - d.window.y.padding,
            .first_x = h.first - d.window.x.padding,
            .columns = d.y.c,
            .sample_step = d.y.size(),
            .row_step = long(d.y.w) * d.y.c,
            .column_step = d.y.c};
  }
  static constexpr long rows(Dense const& d) { return d.batch * d.y.h * d.y.w; }
  /// Few rows read each weight few times: they take it as it lies, if the patch needs its rows in order.
  static constexpr bool unpacked(Dense const& d) {
    return rows(d) <= 2 * tile_rows && d.y.c % tile_columns == 0 && geometry(d).taps_x == d.window.x.kernel;
  }
  static constexpr long live(Dense const& d) {
    return Live::places(d.window.y, d.y.h, d.a.h) * Live::places(d.window.x, d.y.w, d.a.w);
  }
  static constexpr bool by_positions(Dense const& d) {
    Gather const g = geometry(d);
    return positions_pay(d.batch, live(d), long(g.grid_h) * g.grid_w * g.taps_y * g.taps_x);
  }
  /// Pixels times places that are multiplied, or cost as much.
  static constexpr double products(Dense const& d) {
    return double(d.batch) *
           (by_positions(d) ? of_positions * double(live(d)) : double(d.y.h) * d.y.w * d.window.places());
  }
  static Room room(Dense const& d) {
    return {unpacked(d) ? 0 : panels_of(d.y.c) * tile_columns * geometry(d).inner(), 0};
  }
  /// A unit is a tile of rows: no chunk ends with half a tile but the last.
  static Chunks chunks(Dense const& d) { return Chunks::of((rows(d) + tile_rows - 1) / tile_rows, 4); }

  static void run(Dense const& d, float const* x, float const* w, float* y, Workspace const& space,
                  Done const& done) {
    Gather const g = geometry(d);
    int const k = d.window.x.kernel, ky = g.first_y + d.window.y.padding, kx = g.first_x + d.window.x.padding;
    long const inner = g.inner(), run = long(g.taps_x) * g.channels;
    Panels panels{space.shared, inner * tile_columns, tile_columns};
    auto row = [&](long i) { return w + (((ky + i / run) * k + kx) * g.channels + i % run) * g.columns; };
    Chunks const c = chunks(d);
    auto begin = [&](long i) { return std::min(c.begin(i) * tile_rows, rows(d)); };
    if (unpacked(d))
      panels = {row(0), tile_columns, g.columns};
    else
      pack_rows(inner, g.columns, space.shared, row);
    if (by_positions(d)) {
      parallel(long(d.y.h) * d.y.w,
               [&](long p) { gather_position(g, x, panels, y, int(p / d.y.w), int(p % d.y.w), d.batch); });
      parallel(c.count, [&](long i) { done(i, begin(i), begin(i + 1)); });
      return;
    }
    if (c.count == 1) {
      gather_by_columns(g, x, panels, y, rows(d));
      done(0, 0, rows(d));
      return;
    }
    parallel(c.count, [&](long i) {
      gather_product(g, x, panels, y, begin(i), begin(i + 1));
      done(i, begin(i), begin(i + 1));
    });
  }
};

// ---- few filters: y = conv(x, w) by dot products along the patch ----

struct Dots {
  static constexpr bool pays(Dense const& d) { return d.y.c < tile_columns / 4; }
  static Room room(Dense const& d) { return {d.extent(d.b), 0}; }
  static Chunks chunks(Dense const& d) { return Chunks::of(d.batch * d.y.h, std::max<long>(1, 64 / d.y.w)); }
  static void run(Dense const& d, float const* x, float const* w, float* y, Workspace const& space,
                  Done const& done) {
    Axis const vertical = d.window.y, h = d.window.x;
    int const f = d.y.c;
    long const run = long(h.kernel) * d.a.c, inner = vertical.kernel * run;
    for (long i = 0; i < inner; ++i)
      for (int o = 0; o < f; ++o) space.shared[o * inner + i] = w[i * f + o];
    Chunks const c = chunks(d);
    parallel(c.count, [&](long i) {
      for (long r = c.begin(i); r < c.begin(i + 1); ++r) {
        long const n = r / d.y.h;
        int const top = int(r % d.y.h) * vertical.stride - vertical.padding;
        for (int q = 0; q < d.y.w; ++q) {
          int const left = q * h.stride - h.padding;
          long const a = std::max(0, -left) * long(d.a.c), b = std::min<long>(h.kernel, d.a.w - left) * d.a.c;
          for (int o = 0; o < f; ++o) {
            Vec sum[4]{};
            for (int ky = std::max(0, -top); ky < std::min<int>(vertical.kernel, d.a.h - top); ++ky) {
              float const* const u = x + ((n * d.a.h + top + ky) * d.a.w + left) * d.a.c;
              float const* const v = space.shared + o * inner + ky * run;
              long e = a;
              for (; e + 4 * lanes <= b; e += 4 * lanes)
                for (int m = 0; m < 4; ++m) sum[m] += load(u + e + m * lanes) * load(v + e + m * lanes);
              for (; e + lanes <= b; e += lanes) sum[0] += load(u + e) * load(v + e);
              if (e < b) sum[1] += load(u + e, int(b - e)) * load(v + e, int(b - e));
            }
            y[(r * d.y.w + q) * f + o] = total((sum[0] + sum[1]) + (sum[2] + sum[3]));
          }
        }
      }
      done(i, c.begin(i) * d.y.w, c.begin(i + 1) * d.y.w);
    });
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
