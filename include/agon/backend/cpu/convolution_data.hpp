#pragma once
#include <agon/backend/cpu/convolution.hpp>
#include <agon/backend/cpu/product.hpp>

/// The adjoint of a convolution in its input, a transposed convolution. Weights are (kernel, kernel, in,
/// out).
namespace agon::cpu {
inline namespace AGON_CPU {

/// By phases: the rows and columns of x that are congruent modulo the stride gather from y without zeros.
struct Phases {
  static constexpr int most_stride = 8;
  struct Side {
    int kernel_first = 0, taps = 0, first = 0,
        grid = 0;  // window places kernel_first - stride t read y at first + t
  };
  /// Phase `a` of a side of x with `size` rows; y has `rows`.
  static constexpr Side side(Axis v, int a, int size, int rows) {
    int const offset = (a + v.padding) % v.stride, taps = (v.kernel - offset + v.stride - 1) / v.stride;
    int const first = (a + v.padding - offset) / v.stride - (taps - 1),
              grid = (size - a + v.stride - 1) / v.stride;
    if (taps < 1 || grid < 1) return {0, 0, 0, grid};
    Live const live = Live::of({.kernel = short(taps), .padding = short(-first)}, grid, rows);
    return {offset + v.stride * (taps - 1 - live.first), live.count(), first + live.first, grid};
  }
  static Gather geometry(Dense const& d, Side const& v, Side const& h) {
    return {.height = d.a.h,
            .width = d.a.w,
            .channels = d.a.c,
            .grid_h = v.grid,
            .grid_w = h.grid,
            .taps_y = v.taps,
            .taps_x = h.taps,
            .first_y = v.first,
            .first_x = h.first,
            .columns = d.y.c,
            .sample_step = d.y.size(),
            .row_step = long(d.window.y.stride) * d.y.w * d.y.c,
            .column_step = long(d.window.x.stride) * d.y.c};
  }
  static long weights(Dense const& d) {
    return panels_of(d.y.c) * tile_columns * long(d.window.places()) * d.a.c;
  }
  /// Of the largest phase.
  static constexpr long inner(Dense const& d) {
    Axis const v = d.window.y, h = d.window.x;
    return long(v.kernel + v.stride - 1) / v.stride * ((h.kernel + h.stride - 1) / h.stride) * d.a.c;
  }
  static constexpr long rows(Dense const& d) {
    Axis const v = d.window.y, h = d.window.x;
    return d.batch * ((d.y.h + v.stride - 1) / v.stride) * ((d.y.w + h.stride - 1) / h.stride);
  }
  static constexpr long live(Dense const& d) {
    return Live::places(d.window.y, d.a.h, d.y.h) * Live::places(d.window.x, d.a.w, d.y.w);
  }
  /// Of all phases.
  static constexpr long gathered(Dense const& d) {
    auto along = [](Axis v, int size, int rows) {
      long n = 0;
      for (int a = 0; a < v.stride; ++a) {
        Side const s = side(v, a, size, rows);
        n += long(s.grid) * s.taps;
      }
      return n;
    };
    return along(d.window.y, d.y.h, d.a.h) * along(d.window.x, d.y.w, d.a.w);
  }
  static constexpr bool by_positions(Dense const& d) {
    return !by_columns(d) && positions_pay(d.batch, live(d), gathered(d));
  }
  /// Pixels times places that are multiplied, or cost as much.
  static constexpr double products(Dense const& d) {
    return double(d.batch) * (by_positions(d) ? of_positions * double(live(d)) : double(gathered(d)));
  }
  static constexpr bool by_columns(Dense const& d) { return outweigh(rows(d), inner(d), d.y.c); }
  static Room room(Dense const& d) {
    return by_columns(d) ? ByPanels::room(inner(d), rows(d)) : Room{weights(d), 0};
  }
  /// A unit is `stride` rows of x, of one sample.
  static long units_of(Dense const& d) { return (d.y.h + d.window.y.stride - 1) / d.window.y.stride; }
  /// Enough rows of each phase to read its weights once for many.
  static Chunks chunks(Dense const& d) {
    long const pixels = long(d.y.w) / d.window.x.stride + 1;
    return Chunks::of(d.batch * units_of(d), std::max<long>(1, 12 * tile_rows / pixels));
  }
  /// A phase that no place of the window meets is zero.
  static void clear(Gather const& g, float* out, long samples, long rows) {
    for (long n = 0; n < samples; ++n)
      for (long r = 0; r < rows; ++r)
        for (long q = 0; q < g.grid_w; ++q)
          zero(out + n * g.sample_step + r * g.row_step + q * g.column_step, g.columns);
  }
  static void run(Dense const& d, float const* y, float const* w, float* x, Workspace const& space,
                  Done const& done) {
    int const s = d.window.y.stride, sx = d.window.x.stride, k = d.window.x.kernel;
    struct Phase {
      Gather g;
      Panels panels;
      float* out;
    };
    Phase phase[most_stride * most_stride];
    float* to = space.shared;
    int phases = 0;
    bool const panelwise = by_columns(d);
    Chunks const c = chunks(d);
    long const units = units_of(d);
    auto row_of = [&](long unit) { return (unit / units * d.y.h + unit % units * s) * d.y.w; };
    for (int a = 0; a < s; ++a)
      for (int b = 0; b < sx; ++b) {
        Side const v = side(d.window.y, a, d.y.h, d.a.h), h = side(d.window.x, b, d.y.w, d.a.w);
        Gather const g = geometry(d, v, h);
        if (g.grid_h < 1 || g.grid_w < 1) continue;
        auto address = [&](long r, long column) {
          long const ky = v.kernel_first - s * (r / h.taps), kx = h.kernel_first - sx * (r % h.taps);
          return w + ((ky * k + kx) * d.y.c + column) * d.a.c;
        };
        long const places = long(v.taps) * h.taps;
        float* const out = x + (long(a) * d.y.w + b) * d.y.c;
        if (panelwise) {
          if (places)
            ByPanels::run(g, y, out, d.batch * g.grid_h * g.grid_w, space,
                          [&](long first, long count, float* panel) {
                            turn_panel(places, d.a.c, count, panel,
                                       [&](long r, long column) { return address(r, first + column); });
                          });
          else
            clear(g, out, d.batch, g.grid_h);
          continue;
        }
        pack_columns(places, d.a.c, d.y.c, to, address);
        phase[phases++] = {g, {to, g.inner() * tile_columns, tile_columns}, out};
        to += panels_of(d.y.c) * tile_columns * g.inner();
      }
    if (panelwise) {
      parallel(c.count, [&](long i) { done(i, row_of(c.begin(i)), row_of(c.begin(i + 1))); });
      return;
    }
    if (by_positions(d)) {
      parallel(units * ((d.y.w + sx - 1) / sx), [&](long i) {
        int const row = int(i % units), column = int(i / units);
        for (int p = 0; p < phases; ++p)
          if (Phase const& f = phase[p]; row < f.g.grid_h && column < f.g.grid_w)
            gather_position(f.g, y, f.panels, f.out, row, column, d.batch);
      });
      parallel(c.count, [&](long i) { done(i, row_of(c.begin(i)), row_of(c.begin(i + 1))); });
      return;
    }
    if (c.count == 1) {
      for (int p = 0; p < phases; ++p) {
        Phase const& f = phase[p];
        long const rows = d.batch * f.g.grid_h * f.g.grid_w;
        if (f.g.taps_y && f.g.taps_x)
          gather_by_columns(f.g, y, f.panels, f.out, rows);
        else
          clear(f.g, f.out, d.batch, f.g.grid_h);
      }
      done(0, 0, row_of(c.units));
      return;
    }
    parallel(c.count, [&](long i) {
      long const first = c.begin(i), last = c.begin(i + 1);
      for (long u = first; u < last;) {  // the units of one sample at a time
        long const n = u / units, end = std::min(last, (n + 1) * units);
        for (int p = 0; p < phases; ++p) {
          Phase const& f = phase[p];
          long const from = std::min<long>(u % units, f.g.grid_h),
                     to_row = std::min<long>((end - 1) % units + 1, f.g.grid_h);
          long const base = n * f.g.grid_h;
          if (f.g.taps_y && f.g.taps_x)
            gather_product(f.g, y, f.panels, f.out, (base + from) * f.g.grid_w, (base + to_row) * f.g.grid_w);
          else
            clear(f.g, f.out + n * f.g.sample_step + from * f.g.row_step, 1, to_row - from);
        }
        u = end;
      }
      done(i, row_of(first), row_of(last));
    });
  }
};

/// By columns: one product makes what each pixel of y gives to its window, and each row of x collects what
/// the lines that meet it give. For few channels of x, where phases would leave most lanes empty, and for y
/// of few pixels, where they would multiply padding.
struct Scatter {
  /// What a pixel of y gives: its window, and nothing up to a whole vector.
  static long wide(Dense const& d) { return long(d.window.places()) * d.y.c; }
  static long given(Dense const& d) { return (wide(d) + lanes - 1) / lanes * lanes; }
  static long line(Dense const& d) { return given(d) * d.a.w; }
  /// Lines of y that one row of x meets, at most.
  static long lines(Dense const& d) {
    return (d.window.y.kernel + d.window.y.stride - 1) / d.window.y.stride;
  }
  static Room room(Dense const& d) { return {panels_of(wide(d)) * tile_columns * d.a.c, lines(d) * line(d)}; }
  static constexpr bool pays(Dense const& d) {
    Axis const v = d.window.y, h = d.window.x;
    if (v.stride > Phases::most_stride || h.stride > Phases::most_stride) return true;
    auto taps = [](Axis a) { return long(a.kernel + a.stride - 1) / a.stride; };
    long const nominal = long(d.a.h) * d.a.w * d.window.places(),
               phased = long(d.y.h) * d.y.w * taps(v) * taps(h);
    return d.y.c < tile_columns / 2 || phased > 3 * nominal;
  }
  /// A unit is a row of x.
  static Chunks chunks(Dense const& d) {
    return Chunks::of(d.batch * d.y.h,
                      std::max<long>(std::min<long>(d.y.h, 4 * d.window.y.kernel), 512 / d.y.w));
  }
  static void run(Dense const& d, float const* y, float const* w, float* x, Workspace const& space,
                  Done const& done) {
    Axis const v = d.window.y;
    Gather const g{.height = d.a.h,
                   .width = d.a.w,
                   .channels = d.a.c,
                   .grid_h = 1,
                   .grid_w = d.a.w,
                   .taps_y = 1,
                   .taps_x = 1,
                   .columns = given(d),
                   .column_step = given(d)};
    pack_columns(1, d.a.c, wide(d), space.shared, [&](long, long column) { return w + column * d.a.c; });
    Panels const panels{space.shared, long(d.a.c) * tile_columns, tile_columns};
    Chunks const chunk = chunks(d);
    parallel(chunk.count, [&](long i) {
      float* const ring = space.mine(thread_index());  // line r of a sample lies at r modulo their number
      long const first = chunk.begin(i), last = chunk.begin(i + 1);
      for (long n = first / d.y.h; n * d.y.h < last; ++n) {
        int const top = int(std::max(first - n * d.y.h, 0l)),
                  bottom = int(std::min<long>(last - n * d.y.h, d.y.h));
        int made = std::max(0, (top + v.padding - v.kernel + v.stride) / v.stride);
        for (int r = top; r < bottom; ++r) {
          for (; made < d.a.h && made * v.stride - v.padding <= r; ++made) {
            Gather one = g;
            one.first_y = made;
            gather_product(one, y, panels, ring + made % lines(d) * line(d), n * d.a.w, (n + 1) * d.a.w);
          }
          collect(d, r, ring, x + (n * d.y.h + r) * d.y.w * d.y.c);
        }
      }
      done(i, first * d.y.w, last * d.y.w);
    });
  }

 private:
  /// Row r of x, a group of `stride` pixels after the other: group g takes from pixel g - m of y the places
  /// that lie m strides into its window. Vectors are stored whole, over what the next group stores again.
  static void collect(Dense const& d, int r, float const* ring, float* row) {
    Axis const v = d.window.y, h = d.window.x;
    int const stages = (h.kernel + h.stride - 1) / h.stride, groups = (d.y.w + h.padding) / h.stride + 1;
    long const c = d.y.c, all = d.y.w * c, group = h.stride * c, pixel = given(d);
    // lines of y that meet the row, from the lowest on, as they lie in the ring
    int const lowest = std::min(d.a.h - 1, (r + v.padding) / v.stride),
              skipped =
                  r + v.padding - lowest * v.stride;  // places of the window above the first that meets it
    int const met = skipped < v.kernel ? std::min(lowest + 1, (v.kernel - skipped - 1) / v.stride + 1) : 0;
    int const slot = int(lowest % lines(d));
    float const* const first = ring + slot * line(d) + skipped * h.kernel * c;
    long const next = v.stride * h.kernel * c - line(d), around = lines(d) * line(d);
    for (int g = 0; g < groups; ++g) {
      int const low = std::max(0, g - d.a.w + 1), high = std::min(stages, g + 1);
      for (long e = 0; e < group; e += lanes) {
        long const at = (long(g) * h.stride - h.padding) * c + e;
        Vec sum{};
        for (int m = low; m < high; ++m) {
          long const place = m * group + e, count = std::min<long>({lanes, group - e, h.kernel * c - place});
          if (count <= 0) continue;
          float const* from = first + (g - m) * pixel + place;
          for (int l = 0; l < met; ++l, from += l == slot + 1 ? next + around : next)
            sum += load(from, int(count));
        }
        if (at >= 0 && at + lanes <= all)
          store(row + at, sum);
        else
          for (long t = std::max(0l, -at); t < std::min<long>({lanes, group - e, all - at}); ++t)
            row[at + t] = sum[t];
      }
    }
  }
};

/// For y of one pixel, all of whose window is x: a product of matrices.
struct OnePixel {
  static constexpr bool pays(Dense const& d) {
    auto whole = [](Axis v, int size) { return v.padding == 0 && v.kernel == size; };
    return d.a.batched && d.a.h == 1 && d.a.w == 1 && whole(d.window.y, d.y.h) && whole(d.window.x, d.y.w);
  }
  /// The matrix of weights is (places and channels of x, channels of y).
  static Dense product(Dense const& d) {
    Dense p = d;
    p.op = Op::matmul;
    p.index = 2;
    return p;
  }
  static Room room(Dense const& d) { return Product::room(product(d)); }
  static Chunks chunks(Dense const& d) { return Product::chunks(product(d)); }
  static void run(Dense const& d, float const* y, float const* w, float* x, Workspace const& space,
                  Done const& done) {
    Product::run(product(d), y, w, x, space, done);
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
