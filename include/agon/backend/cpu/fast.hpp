#pragma once
#include <agon/backend/cpu/gather.hpp>
#include <agon/backend/cpu/pack.hpp>
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
  long bytes = 0;  // of transformed weights

  static constexpr double of_transformed = 6,  // a pixel of a tile, to or from where products are taken
      of_packed = 8, of_weight = 12;           // a weight as it is, and a transformed one
  static constexpr long most_bytes = 40 << 20;
  constexpr bool pays() const { return bytes <= most_bytes && 1.1 * fast < direct; }
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
  static constexpr int count(int grid) { return (grid + m - 1) / m; }
  static constexpr long inner(Gather const& g) { return long(g.stride_y) * g.stride_x * g.channels; }
  static constexpr long weights(Gather const& g) { return products * inner(g) * g.columns; }
  /// The inner extent in pieces that a sliver holds.
  static constexpr long pieces(long inner) { return (inner + inner_block - 1) / inner_block; }
  static constexpr long piece(long inner) {
    return (inner + pieces(inner) * lanes - 1) / (pieces(inner) * lanes) * lanes;
  }
  static constexpr long square(long inner) {
    return pieces(inner) * at_once * sliver_stride;
  }  // of a product
  static constexpr long next_row(long columns) { return columns + lanes; }
  /// Memory of a thread: transformed tiles, their products, pixels outside the image and the result.
  static constexpr long own(Gather const& g) {
    return products * (square(inner(g)) + at_once * next_row(g.columns)) + g.channels + g.columns;
  }

  /// Tiles [from, to) of the grid over the batch: y = patches(image) * weights, with `u` transformed weights.
  static void run(Gather const& g, float const* image, float const* u, float* y, long from, long to,
                  float* own) {
    long const k = inner(g), of_product = at_once * next_row(g.columns);
    float* const v = own;
    float* const p = v + products * square(k);
    float* const outside = p + products * of_product;
    zero(outside, g.channels);
    for (long first = from; first < to; first += at_once) {
      long const tiles = std::min<long>(at_once, to - first);
      for (long t = 0; t < tiles; ++t)
        read(g, image, first + t, outside, square(k),
             [&](long e) { return v + (e / piece(k) * at_once + t) * sliver_stride + e % piece(k); });
      for (int f = 0; f < products; ++f)
        multiply(v + f * square(k), u + f * k * g.columns, p + f * of_product, tiles, k, g.columns);
      for (long t = 0; t < tiles; ++t)
        write(g, p + t * next_row(g.columns), of_product, y, first + t, outside + g.channels);
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
  static void multiply(float const* v, float const* u, float* p, long tiles, long k, long columns) {
    long const whole = piece(k);
    for (long first = 0; first < k; first += whole) {
      long const depth = std::min(whole, k - first);
      for (long t = 0; t < tiles; t += tile_rows) {
        int const rows = int(std::min<long>(tile_rows, tiles - t));
        float const* const sliver = v + (first / whole * at_once + t) * sliver_stride;
        float* to[tile_rows];
        for (int i = 0; i < tile_rows; ++i) to[i] = p + (t + i) * next_row(columns);
        for (long j = 0; j < columns; j += tile_columns) {
          float const* const panel = u + j * k + first * tile_columns;
          if (rows == tile_rows)
            multiply_tile<tile_rows, Sliver::by_row>(sliver, panel, tile_columns, depth, to, first > 0);
          else
            multiply_edge<Sliver::by_row>(rows, tile_columns, sliver, panel, tile_columns, depth, to,
                                          first > 0);
          for (int i = 0; i < tile_rows; ++i) to[i] += tile_columns;
        }
      }
    }
  }
  /// The outputs of one tile; those beyond the grid go to `spare`.
  static void write(Gather const& g, float const* p, long next, float* y, long tile, float* spare) {
    using T = Transform<W::output>;
    long const across = count(g.grid_w), down = count(g.grid_h), sample = tile / (across * down);
    long const top = tile / across % down * m, left = tile % across * m;
    float* to[m * m];
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < m; ++j)
        to[i * m + j] = top + i < g.grid_h && left + j < g.grid_w
                            ? y + sample * g.sample_step + (top + i) * g.row_step + (left + j) * g.column_step
                            : spare;
    for (long c = 0; c < g.columns; c += lanes) {
      Vec x[products], out[m * m];
#pragma GCC unroll 64
      for (int f = 0; f < products; ++f) x[f] = load(p + f * next + c);
      T::both(x, out);
#pragma GCC unroll 64
      for (int f = 0; f < m * m; ++f) store(to[f] + c, out[f]);
    }
  }
};

/// Transformed weights, in panels for each product: those of row k and of `lanes` columns from `column` on.
template <class W>
AGON_INLINE void put_weights(Vec const (&x)[W::taps * W::taps], float* u, long rows, long columns, long k,
                             long column) {
  Vec y[W::n * W::n];
  Transform<W::weight>::both(x, y);
  float* const to =
      u + column / tile_columns * rows * tile_columns + k * tile_columns + column % tile_columns;
#pragma GCC unroll 64
  for (int f = 0; f < W::n * W::n; ++f) store(to + f * rows * columns, y[f]);
}

/// y = conv(x, w) for a window that fits W.
template <class W>
struct FastForward {
  using T = Tiling<W>;
  static Gather geometry(Dense const& d) {
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
    return {pairs * places * (double(d.batch) * d.y.h * d.y.w + Cost::of_packed),
            T::products *
                (tiles * (k * d.y.c + (k + d.y.c) * Cost::of_transformed) + pairs * s * s * Cost::of_weight),
            long(4 * T::products * s * s * pairs)};
  }
  static constexpr bool pays(Dense const& d) { return T::fits(d, d.a.c, d.y.c) && cost(d).pays(); }
  static Room room(Dense const& d) {
    Gather const g = geometry(d);
    return {T::weights(g), T::own(g)};
  }
  /// A unit is a row of tiles.
  static Chunks chunks(Dense const& d) {
    return Chunks::of(d.batch * T::count(d.y.h), std::max(1, 2 * tile_rows / T::count(d.y.w)));
  }
  static void run(Dense const& d, float const* x, float const* w, float* y, Workspace const& space,
                  Done const& done) {
    Gather const g = geometry(d);
    transform_weights(d, g, w, space.shared);
    Chunks const c = chunks(d);
    long const across = T::count(d.y.w), down = T::count(d.y.h);
    auto row_of = [&](long unit) { return (unit / down * d.y.h + unit % down * T::m) * d.y.w; };
    parallel(c.count, [&](long i) {
      T::run(g, x, space.shared, y, c.begin(i) * across, c.begin(i + 1) * across, space.mine(thread_index()));
      done(i, row_of(c.begin(i)), row_of(c.begin(i + 1)));
    });
  }

 private:
  static void transform_weights(Dense const& d, Gather const& g, float const* w, float* u) {
    int const s = d.window.y.stride, kernel = d.window.y.kernel;
    long const rows = T::inner(g);
    Chunks const c = Chunks::of(rows, 16);
    parallel(c.count, [&](long chunk) {
      for (long k = c.begin(chunk); k < c.begin(chunk + 1); ++k) {
        long const phase = k / d.a.c, channel = k % d.a.c;
        for (long o = 0; o < d.y.c; o += lanes) {
          Vec tap[W::taps * W::taps];
#pragma GCC unroll 16
          for (int t = 0; t < W::taps * W::taps; ++t) {
            long const place = (phase / s + s * (t / W::taps)) * kernel + phase % s + s * (t % W::taps);
            tap[t] = load(w + (place * d.a.c + channel) * d.y.c + o);
          }
          put_weights<W>(tap, u, rows, d.y.c, k, o);
        }
      }
    });
  }
};

/// x = the adjoint of conv in its input, by phases.
template <class W>
struct FastData {
  using T = Tiling<W>;
  /// Phase `a` of a side begins at row `a` of x; its first tap reads y at `first`, with place `place` of the
  /// kernel, the next ones the places `stride` before.
  struct Side {
    int first, place;
    static constexpr Side of(Axis v, int a) {
      int const offset = (a + v.padding) % v.stride;
      return {(a + v.padding - offset) / v.stride - (W::taps - 1), offset + v.stride * (W::taps - 1)};
    }
  };
  static Gather geometry(Dense const& d, int a, int b) {
    int const s = d.window.y.stride;
    return {.height = d.a.h,
            .width = d.a.w,
            .channels = d.a.c,
            .grid_h = d.y.h / s,
            .grid_w = d.y.w / s,
            .taps_y = W::taps,
            .taps_x = W::taps,
            .first_y = Side::of(d.window.y, a).first,
            .first_x = Side::of(d.window.x, b).first,
            .columns = d.y.c,
            .sample_step = d.y.size(),
            .row_step = long(s) * d.y.w * d.y.c,
            .column_step = long(s) * d.y.c};
  }
  static constexpr Cost cost(Dense const& d) {
    int const s = d.window.y.stride;
    double const pairs = double(d.a.c) * d.y.c, phases = s * s;
    double const tiles = double(d.batch) * T::count(d.y.h / s) * T::count(d.y.w / s);
    return {pairs * d.window.places() * (double(d.batch) * d.y.h * d.y.w / phases + Cost::of_packed),
            T::products * phases *
                (tiles * (pairs + (d.a.c + d.y.c) * Cost::of_transformed) + pairs * Cost::of_weight),
            long(4 * T::products * phases * pairs)};
  }
  static constexpr bool pays(Dense const& d) {
    int const s = d.window.y.stride;
    return T::fits(d, d.a.c, d.y.c) && d.y.h % s == 0 && d.y.w % s == 0 && cost(d).pays();
  }
  static Room room(Dense const& d) {
    Gather const g = geometry(d, 0, 0);
    return {d.window.y.stride * d.window.y.stride * T::weights(g), T::own(g)};
  }
  /// A unit is a row of tiles of each phase.
  static long down(Dense const& d) { return T::count(d.y.h / d.window.y.stride); }
  static long across(Dense const& d) { return T::count(d.y.w / d.window.y.stride); }
  static Chunks chunks(Dense const& d) {
    return Chunks::of(d.batch * down(d), std::max<long>(1, 2 * tile_rows / across(d)));
  }
  static void run(Dense const& d, float const* y, float const* w, float* x, Workspace const& space,
                  Done const& done) {
    int const s = d.window.y.stride;
    long const of_phase = T::weights(geometry(d, 0, 0));
    transform_weights(d, w, space.shared);
    Chunks const c = chunks(d);
    auto row_of = [&](long unit) { return (unit / down(d) * d.y.h + unit % down(d) * T::m * s) * d.y.w; };
    parallel(c.count, [&](long i) {
      for (int phase = 0; phase < s * s; ++phase)
        T::run(geometry(d, phase / s, phase % s), y, space.shared + phase * of_phase,
               x + (long(phase / s) * d.y.w + phase % s) * d.y.c, c.begin(i) * across(d),
               c.begin(i + 1) * across(d), space.mine(thread_index()));
      done(i, row_of(c.begin(i)), row_of(c.begin(i + 1)));
    });
  }

 private:
  static void transform_weights(Dense const& d, float const* w, float* u) {
    int const s = d.window.y.stride, kernel = d.window.y.kernel;
    long const rows = d.a.c, columns = d.y.c, blocks = rows / lanes, across = columns / lanes;
    Chunks const c = Chunks::of(s * s * blocks * across, 4, 64);
    parallel(c.count, [&](long chunk) {
      for (long e = c.begin(chunk); e < c.begin(chunk + 1); ++e) {
        int const phase = int(e / (blocks * across));
        long const k = e / across % blocks * lanes, column = e % across * lanes;
        int const py = Side::of(d.window.y, phase / s).place, px = Side::of(d.window.x, phase % s).place;
        Vec turned[W::taps * W::taps][lanes];
        for (int t = 0; t < W::taps * W::taps; ++t) {
          long const place = long(py - s * (t / W::taps)) * kernel + px - s * (t % W::taps);
          for (int i = 0; i < lanes; ++i) turned[t][i] = load(w + (place * columns + column + i) * rows + k);
          transpose(turned[t]);
        }
        for (int i = 0; i < lanes; ++i) {
          Vec tap[W::taps * W::taps];
#pragma GCC unroll 16
          for (int t = 0; t < W::taps * W::taps; ++t) tap[t] = turned[t][i];
          put_weights<W>(tap, u + phase * W::n * W::n * rows * columns, rows, columns, k + i, column);
        }
      }
    });
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
