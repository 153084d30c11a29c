#pragma once
#include <agon/backend/cpu/convolution_data.hpp>
#include <agon/backend/cpu/tiling.hpp>

/// Convolutions by Winograd's tiles. One of stride s, whose kernel is s times as wide as W's taps, is the sum
/// of s x s convolutions of stride 1, one for each phase of the image: the phases' channels count as so many
/// further channels. Its adjoint in the data is s x s convolutions of stride 1, one for each phase of the
/// result.
namespace agon::cpu {
inline namespace AGON_CPU {

/// What a fast convolution and the direct one cost, in multiply-adds as the micro-kernel makes them. The
/// factors were measured: bench_layers.
struct Cost {
  double direct = 0, fast = 0;
  long bytes = 0;  // of transformed weights that travel to memory

  static constexpr double of_transformed = 6,  // a pixel of a tile, to or from where products are taken
      of_packed = 8, of_weight = 12,           // a weight as it is, and a transformed one
      of_used = 4;                             // a transformed one that is used where it is made
  static constexpr long most_bytes = 40 << 20;
  constexpr bool pays() const { return bytes <= most_bytes && 1.1 * fast < direct; }
};

/// What a convolution and its adjoint in the data share: A names their gathers, `phases` of them, and makes
/// weights of a panel.
///
/// Two ways: chunks of tiles, each by one thread with all weights; or, where the weights outweigh the pixels,
/// panels of columns, whose weights are transformed where they are used and never travel to memory.
template <class W, class A>
struct FastProduct {
  using T = Tiling<W>;

  static constexpr long tiles(Dense const& d) {
    Gather const g = A::geometry(d, 0);
    return d.batch * T::count(g.grid_h) * T::count(g.grid_w);
  }
  static constexpr bool by_columns(Dense const& d) {
    Gather const g = A::geometry(d, 0);
    long const u = A::phases(d) * T::weights(g), v = T::products * tiles(d) * T::inner(g);
    return g.columns >= 4 * tile_columns && T::of_panel(g) < 650'000 &&
           (tiles(d) <= 128 ? 2 * u > v : tiles(d) <= 512 && u > 3 << 20);
  }
  static constexpr double of_weight(Dense const& d) {
    return by_columns(d) ? Cost::of_used : Cost::of_weight;
  }
  static Room room(Dense const& d) {
    Gather const g = A::geometry(d, 0);
    if (by_columns(d))
      return {Slivers{T::inner(g), tiles(d)}.room(T::products) + g.channels, T::own_by_columns(g)};
    return {A::phases(d) * T::weights(g), T::own(g)};
  }
  /// A unit is a row of tiles of each phase.
  static long down(Dense const& d) { return T::count(A::geometry(d, 0).grid_h); }
  static long across(Dense const& d) { return T::count(A::geometry(d, 0).grid_w); }
  static Chunks chunks(Dense const& d) {
    return Chunks::of(d.batch * down(d), std::max<long>(1, 2 * tile_rows / across(d)));
  }
  /// The first row of a unit in the result.
  static long row_of(Dense const& d, long unit) {
    int const grid = A::geometry(d, 0).grid_h;
    return (unit / down(d) * d.y.h + Cut<W>::of(grid).first(unit % down(d)) * (d.y.h / grid)) * d.y.w;
  }

  static void run(Dense const& d, float const* x, float const* w, float* y, Workspace const& space,
                  Done const& done) {
    Chunks const c = chunks(d);
    if (by_columns(d)) {
      for (int phase = 0; phase < A::phases(d); ++phase)
        run_columns(d, phase, x, w, y + A::first(d, phase), space);
      parallel(c.count, [&](long i) { done(i, row_of(d, c.begin(i)), row_of(d, c.begin(i + 1))); });
      return;
    }
    Gather const whole = A::geometry(d, 0);
    long const of_phase = T::weights(whole), of_product = T::inner(whole) * whole.columns,
               of_panel = T::inner(whole) * tile_columns, panels = whole.columns / tile_columns;
    parallel(A::phases(d) * panels, [&](long i) {
      A::weights(d, int(i / panels), w, i % panels * tile_columns,
                 space.shared + i / panels * of_phase + i % panels * of_panel, of_product);
    });
    parallel(c.count, [&](long i) {
      for (int phase = 0; phase < A::phases(d); ++phase)
        T::run(A::geometry(d, phase), x, space.shared + phase * of_phase, y + A::first(d, phase),
               c.begin(i) * across(d), c.begin(i + 1) * across(d), space.mine(thread_index()));
      done(i, row_of(d, c.begin(i)), row_of(d, c.begin(i + 1)));
    });
  }

 private:
  static void run_columns(Dense const& d, int phase, float const* x, float const* w, float* y,
                          Workspace const& space) {
    Gather const g = A::geometry(d, phase);
    Slivers const slivers{T::inner(g), tiles(d)};
    float* const v = space.shared;
    float* const none = v + slivers.room(T::products);
    zero(none, g.channels);
    Chunks const c = Chunks::of(slivers.rows, 4, 64);
    parallel(c.count, [&](long i) { T::read_columns(g, slivers, x, v, c.begin(i), c.begin(i + 1), none); });
    parallel(g.columns / tile_columns, [&](long panel) {
      float* const u = space.mine(thread_index());
      long const of_product = slivers.inner * tile_columns;
      A::weights(d, phase, w, panel * tile_columns, u, of_product);
      T::run_columns(g, slivers, v, u, y, panel * tile_columns, u + T::products * of_product);
    });
  }
};

/// y = conv(x, w) for a window that fits W.
template <class W>
struct FastForward : FastProduct<W, FastForward<W>> {
  using T = Tiling<W>;
  static constexpr int phases(Dense const&) { return 1; }
  static constexpr long first(Dense const&, int) { return 0; }
  static constexpr Gather geometry(Dense const& d, int) {
    Axis const v = d.window.y;
    return {.height = d.a.h,
            .width = d.a.w,
            .channels = d.a.c,
            .grid_h = d.y.h,
            .grid_w = d.y.w,
            .taps_y = v.kernel,
            .taps_x = v.kernel,
            .stride_y = v.stride,
            .stride_x = v.stride,
            .first_y = -v.padding,
            .first_x = -v.padding,
            .columns = d.y.c,
            .sample_step = d.y.size(),
            .row_step = long(d.y.w) * d.y.c,
            .column_step = d.y.c};
  }
  static constexpr Cost cost(Dense const& d) {
    double const s = d.window.y.stride, pairs = double(d.a.c) * d.y.c, places = d.window.places();
    double const taken = double(d.batch) * T::taken(d.y.h, d.y.w), k = s * s * d.a.c;
    double const packed = Forward::unpacked(d) ? 0 : Cost::of_packed;
    return {pairs * (Forward::products(d) + places * packed),
            taken * (k * d.y.c + (k + d.y.c) * Cost::of_transformed) +
                T::products * pairs * s * s * FastForward::of_weight(d),
            FastForward::by_columns(d) ? 0 : long(4 * T::products * s * s * pairs)};
  }
  static constexpr bool pays(Dense const& d) {
    return T::fits(d, d.a.c, d.y.c) && cost(d).pays() && T::template largest<FastForward>(d);
  }
  /// Of columns [column, column + tile_columns), to a panel.
  static void weights(Dense const& d, int, float const* w, long column, float* u, long next) {
    int const s = d.window.y.stride, kernel = d.window.y.kernel;
    for (int phase = 0; phase < s * s; ++phase)
      for (long channel = 0; channel < d.a.c; ++channel)
        for (long o = 0; o < tile_columns; o += lanes) {
          Vec tap[W::taps * W::taps];
#pragma GCC unroll 16
          for (int t = 0; t < W::taps * W::taps; ++t) {
            long const place = (phase / s + s * (t / W::taps)) * kernel + phase % s + s * (t % W::taps);
            tap[t] = load(w + (place * d.a.c + channel) * d.y.c + column + o);
          }
          put_weights<W>(tap, u, next, phase * d.a.c + channel, o);
        }
  }
};

/// x = the adjoint of conv in its input, by phases: the rows and columns of x that are congruent modulo the
/// stride.
template <class W>
struct FastData : FastProduct<W, FastData<W>> {
  using T = Tiling<W>;
  /// Phase `a` of a side: its first tap reads y at `first`, with place `place` of the kernel, the next ones
  /// the places `stride` before.
  struct Side {
    int first, place;
    static constexpr Side of(Axis v, int a) {
      int const offset = (a + v.padding) % v.stride;
      return {(a + v.padding - offset) / v.stride - (W::taps - 1), offset + v.stride * (W::taps - 1)};
    }
  };
  static constexpr int phases(Dense const& d) { return d.window.y.stride * d.window.y.stride; }
  static constexpr long first(Dense const& d, int phase) {
    int const s = d.window.y.stride;
    return (long(phase / s) * d.y.w + phase % s) * d.y.c;
  }
  static constexpr Gather geometry(Dense const& d, int phase) {
    int const s = d.window.y.stride;
    return {.height = d.a.h,
            .width = d.a.w,
            .channels = d.a.c,
            .grid_h = d.y.h / s,
            .grid_w = d.y.w / s,
            .taps_y = W::taps,
            .taps_x = W::taps,
            .first_y = Side::of(d.window.y, phase / s).first,
            .first_x = Side::of(d.window.x, phase % s).first,
            .columns = d.y.c,
            .sample_step = d.y.size(),
            .row_step = long(s) * d.y.w * d.y.c,
            .column_step = long(s) * d.y.c};
  }
  static constexpr Cost cost(Dense const& d) {
    int const s = d.window.y.stride;
    double const pairs = double(d.a.c) * d.y.c, all = s * s;
    double const taken = double(d.batch) * T::taken(d.y.h / s, d.y.w / s);
    return {pairs * (Phases::products(d) + d.window.places() * Cost::of_packed),
            all * (taken * (pairs + (d.a.c + d.y.c) * Cost::of_transformed) +
                   T::products * pairs * FastData::of_weight(d)),
            FastData::by_columns(d) ? 0 : long(4 * T::products * all * pairs)};
  }
  static constexpr bool pays(Dense const& d) {
    int const s = d.window.y.stride;
    return T::fits(d, d.a.c, d.y.c) && d.y.h % s == 0 && d.y.w % s == 0 && cost(d).pays() &&
           T::template largest<FastData>(d);
  }
  static void weights(Dense const& d, int phase, float const* w, long column, float* u, long next) {
    int const s = d.window.y.stride, kernel = d.window.y.kernel;
    long const rows = d.a.c;
    int const py = Side::of(d.window.y, phase / s).place, px = Side::of(d.window.x, phase % s).place;
    for (long o = 0; o < tile_columns; o += lanes)
      for (long k = 0; k < rows; k += lanes) {
        Vec turned[W::taps * W::taps][lanes];
        for (int t = 0; t < W::taps * W::taps; ++t) {
          long const place = long(py - s * (t / W::taps)) * kernel + px - s * (t % W::taps);
          for (int i = 0; i < lanes; ++i)
            turned[t][i] = load(w + (place * d.y.c + column + o + i) * rows + k);
          transpose(turned[t]);
        }
        for (int i = 0; i < lanes; ++i) {
          Vec tap[W::taps * W::taps];
#pragma GCC unroll 16
          for (int t = 0; t < W::taps * W::taps; ++t) tap[t] = turned[t][i];
          put_weights<W>(tap, u, next, k + i, o);
        }
      }
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
