#pragma once
#include <agon/backend/cpu/convolution.hpp>
#include <agon/backend/cpu/winograd.hpp>

/// Convolutions by Winograd's tiles. One of stride s, whose kernel is s times as wide as W's taps, is the sum
/// of s x s convolutions of stride 1, one for each phase of the image: the phases' channels count as so many
/// further channels. Its adjoint in the data is s x s convolutions of stride 1, one for each phase of the
/// result.
namespace agon::cpu {
inline namespace AGON_CPU {

/// What a fast convolution and the direct one cost, in multiply-adds as the micro-kernel makes them. The
/// factors were measured: bench.layers.
struct Cost {
  double direct = 0, fast = 0;
  long bytes = 0;  // of transformed weights that travel to memory

  static constexpr double of_transformed = 6,  // a pixel of a tile, to or from where products are taken
      of_packed = 8, of_weight = 12,           // a weight as it is, and a transformed one
      of_used = 4;                             // a transformed one that is used where it is made
  static constexpr long most_bytes = 40 << 20;
  constexpr bool pays() const { return bytes <= most_bytes && 1.1 * fast < direct; }
};

/// Transformed tiles as the micro-kernel reads them: for each product, and each piece of the inner extent
/// that a sliver holds, `tiles` rows.
struct Slivers {
  long inner, tiles;

  constexpr long pieces() const { return (inner + inner_block - 1) / inner_block; }
  constexpr long piece() const { return (inner + pieces() * lanes - 1) / (pieces() * lanes) * lanes; }
  constexpr long square() const { return pieces() * tiles * sliver_stride; }  // of one product
  /// Channel e of tile t, in each product.
  constexpr long at(long e, long t) const { return (e / piece() * tiles + t) * sliver_stride + e % piece(); }
};

/// The tiles of a Gather.
template <class W>
struct Tiling {
  static constexpr int m = W::outputs, n = W::n, products = n * n, at_once = 4 * tile_rows;

  static constexpr bool fits(Dense const& d, int channels, int filters) {
    Window const& v = d.window;
    return m <= d.most_outputs && v.y == v.x && v.groups == 1 && v.y.dilation == 1 && v.y.stride <= 2 &&
           v.y.kernel == W::taps * v.y.stride && channels % lanes == 0 && filters % tile_columns == 0;
  }
  /// Would smaller tiles not cost less?
  template <template <class> class A>
  static constexpr bool largest(Dense const& d) {
    if constexpr (m > 2)
      return A<W>::cost(d).fast < A<Winograd<2, W::taps>>::cost(d).fast;
    else
      return true;
  }
  static constexpr int count(int grid) { return (grid + m - 1) / m; }
  static constexpr long inner(Gather const& g) { return long(g.stride_y) * g.stride_x * g.channels; }
  static constexpr long weights(Gather const& g) { return products * inner(g) * g.columns; }
  static constexpr long next_row(long columns) { return columns + lanes; }
  /// Memory for the products of tiles, and for pixels outside the image and the result.
  static constexpr long of_products(long columns) { return products * at_once * next_row(columns); }
  static constexpr long outside(Gather const& g) { return g.channels + g.columns; }

  /// Tiles [from, to) of the grid over the batch: y = patches(image) * weights, with all weights transformed.
  static constexpr long own(Gather const& g) {
    return products * Slivers{inner(g), at_once}.square() + of_products(g.columns) + outside(g);
  }
  static void run(Gather const& g, float const* image, float const* u, float* y, long from, long to,
                  float* own) {
    Slivers const slivers{inner(g), at_once};
    float* const v = own;
    float* const p = v + products * slivers.square();
    float* const none = p + of_products(g.columns);
    zero(none, g.channels);
    for (long first = from; first < to; first += at_once) {
      long const tiles = std::min<long>(at_once, to - first);
      for (long t = 0; t < tiles; ++t)
        read(g, image, first + t, none, slivers.square(), [&](long e) { return v + slivers.at(e, t); });
      multiply(slivers, v, u, slivers.inner * g.columns, p, 0, tiles, g.columns);
      for (long t = 0; t < tiles; ++t) write(g, p, g.columns, y, first, t, none + g.channels);
    }
  }
  /// Columns [column, column + tile_columns) of all tiles, which are transformed, with `u` these columns'
  /// weights.
  static constexpr long own_by_columns(Gather const& g) {
    return products * inner(g) * tile_columns + of_products(tile_columns) + outside(g);
  }
  static void run_columns(Gather const& g, Slivers const& slivers, float const* v, float const* u, float* y,
                          long column, float* p) {
    float* const none = p + of_products(tile_columns);
    for (long first = 0; first < slivers.tiles; first += at_once) {
      long const tiles = std::min<long>(at_once, slivers.tiles - first);
      multiply(slivers, v, u, slivers.inner * tile_columns, p, first, tiles, tile_columns);
      for (long t = 0; t < tiles; ++t) write(g, p, tile_columns, y + column, first, t, none);
    }
  }
  /// One transformed tile: what product f takes of channel e goes to to(e)[f * next].
  static void read(Gather const& g, float const* image, long tile, float const* outside, long next,
                   auto const& to) {
    long const across = count(g.grid_w), down = count(g.grid_h), sample = tile / (across * down);
    long const top = tile / across % down * m, left = tile % across * m;
    float const* from[products];
    for (int phase = 0; phase < g.stride_y * g.stride_x; ++phase) {
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
          long const row = g.first_y + g.stride_y * (top + i) + phase / g.stride_x,
                     column = g.first_x + g.stride_x * (left + j) + phase % g.stride_x;
          bool const inside = row >= 0 && row < g.height && column >= 0 && column < g.width;
          from[i * n + j] =
              inside ? image + ((sample * g.height + row) * g.width + column) * g.channels : outside;
        }
      for (long c = 0; c < g.channels; c += lanes)
        transform<W::input>(from, c, to(phase * g.channels + c), next);
    }
  }
  template <auto const& Matrix, bool Turned = false>
  static AGON_INLINE void transform(float const* const* from, long c, float* to, long next) {
    using T = Transform<Matrix, Turned>;
    Vec x[T::columns * T::columns], y[T::rows * T::rows];
#pragma GCC unroll 64
    for (int f = 0; f < T::columns * T::columns; ++f) x[f] = load(from[f] + c);
    T::both(x, y);
#pragma GCC unroll 64
    for (int f = 0; f < T::rows * T::rows; ++f) store(to + f * next, y[f]);
  }

 private:
  /// The products of tiles [first, first + tiles) of the slivers, to p; the weights of one product are
  /// `next_u` from the next one's. While a sliver is multiplied the next one is asked for.
  static void multiply(Slivers const& s, float const* v, float const* u, long next_u, float* p, long first,
                       long tiles, long columns) {
    long const whole = s.piece(), row = next_row(columns), panels = columns / tile_columns;
    long const share = tile_rows * sliver_stride / panels + 1;
    for (int f = 0; f < products; ++f, v += s.square(), u += next_u, p += at_once * row)
      for (long k = 0; k < s.inner; k += whole) {
        long const depth = std::min(whole, s.inner - k);
        for (long t = 0; t < tiles; t += tile_rows) {
          int const rows = int(std::min<long>(tile_rows, tiles - t));
          float const* const sliver = v + s.at(k, first + t);
          float const* next = t + tile_rows < tiles ? sliver + tile_rows * sliver_stride
                              : k + whole < s.inner ? v + s.at(k + whole, first)
                                                    : v + s.square() + s.at(0, first);
          float* to[tile_rows];
          for (int i = 0; i < tile_rows; ++i) to[i] = p + (t + i) * row;
          for (long j = 0; j < panels; ++j, next += share) {
            for (long e = 0; e < share; e += 16) __builtin_prefetch(next + e);
            float const* const panel = u + (j * s.inner + k) * tile_columns;
            if (rows == tile_rows)
              multiply_tile<tile_rows, Sliver::by_row>(sliver, panel, tile_columns, depth, to, k > 0);
            else
              multiply_edge<Sliver::by_row>(rows, tile_columns, sliver, panel, tile_columns, depth, to,
                                            k > 0);
            for (int i = 0; i < tile_rows; ++i) to[i] += tile_columns;
          }
        }
      }
  }
  /// The outputs of tile `first` + t, whose products are number t; those beyond the grid go to `spare`.
  static void write(Gather const& g, float const* p, long columns, float* y, long first, long t,
                    float* spare) {
    using T = Transform<W::output>;
    long const across = count(g.grid_w), down = count(g.grid_h), tile = first + t;
    long const sample = tile / (across * down), top = tile / across % down * m, left = tile % across * m;
    float* to[m * m];
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < m; ++j)
        to[i * m + j] = top + i < g.grid_h && left + j < g.grid_w
                            ? y + sample * g.sample_step + (top + i) * g.row_step + (left + j) * g.column_step
                            : spare;
    p += t * next_row(columns);
    for (long c = 0; c < columns; c += lanes) {
      Vec x[products], out[m * m];
#pragma GCC unroll 64
      for (int f = 0; f < products; ++f) x[f] = load(p + f * at_once * next_row(columns) + c);
      T::both(x, out);
#pragma GCC unroll 64
      for (int f = 0; f < m * m; ++f) store(to[f] + c, out[f]);
    }
  }
};

/// Transformed weights of a panel: those of row k, in `lanes` columns from `column` on, to u; one product is
/// `next` from the next.
template <class W>
AGON_INLINE void put_weights(Vec const (&x)[W::taps * W::taps], float* u, long next, long k, long column) {
  Vec y[W::n * W::n];
  Transform<W::weight>::both(x, y);
#pragma GCC unroll 64
  for (int f = 0; f < W::n * W::n; ++f) store(u + f * next + k * tile_columns + column, y[f]);
}

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
    return g.columns >= 4 * tile_columns && T::own_by_columns(g) < 700'000 &&
           (tiles(d) <= 128 ? 2 * u > v : tiles(d) <= 512 && u > 3 << 20);
  }
  static constexpr double of_weight(Dense const& d) {
    return by_columns(d) ? Cost::of_used : Cost::of_weight;
  }
  static Room room(Dense const& d) {
    Gather const g = A::geometry(d, 0);
    if (by_columns(d))
      return {T::products * Slivers{T::inner(g), tiles(d)}.square() + g.channels, T::own_by_columns(g)};
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
    int const rows = T::m * (d.y.h / A::geometry(d, 0).grid_h);
    return (unit / down(d) * d.y.h + unit % down(d) * rows) * d.y.w;
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
    float* const none = v + T::products * slivers.square();
    zero(none, g.channels);
    Chunks const c = Chunks::of(slivers.tiles, 4, 64);
    parallel(c.count, [&](long i) {
      for (long t = c.begin(i); t < c.begin(i + 1); ++t)
        T::read(g, x, t, none, slivers.square(), [&](long e) { return v + slivers.at(e, t); });
    });
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
    double const tiles = double(d.batch) * T::count(d.y.h) * T::count(d.y.w), k = s * s * d.a.c;
    double const packed = Forward::unpacked(d) ? 0 : Cost::of_packed;
    return {pairs * places * (double(d.batch) * d.y.h * d.y.w + packed),
            T::products * (tiles * (k * d.y.c + (k + d.y.c) * Cost::of_transformed) +
                           pairs * s * s * FastForward::of_weight(d)),
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
    double const tiles = double(d.batch) * T::count(d.y.h / s) * T::count(d.y.w / s);
    return {pairs * d.window.places() * (double(d.batch) * d.y.h * d.y.w / all + Cost::of_packed),
            T::products * all *
                (tiles * (pairs + (d.a.c + d.y.c) * Cost::of_transformed) + pairs * FastData::of_weight(d)),
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
