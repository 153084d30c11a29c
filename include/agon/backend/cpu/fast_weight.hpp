#pragma once
#include <agon/backend/cpu/fast.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// w = the adjoint of conv in its weight, by Winograd's tiles: for each product of a tile the sum over all
/// tiles of (transformed x) (transformed y)', then back to the kernel's places.
template <class W>
struct FastWeight {
  using T = Tiling<W>;
  static constexpr int products = T::products, at_once = 256;
  using Some = Portion<W, at_once>;

  /// The convolution whose adjoint this is.
  static Gather geometry(Dense const& d) {
    return FastForward<W>::geometry(
        {.op = Op::conv, .window = d.window, .a = d.a, .b = d.y, .y = d.b, .batch = d.batch}, 0);
  }
  static constexpr long tiles(Dense const& d) { return d.batch * T::count(d.b.h) * T::count(d.b.w); }
  static constexpr long inner(Dense const& d) { return long(d.window.y.stride) * d.window.x.stride * d.a.c; }
  static constexpr long most_tiles(Dense const& d) { return std::min<long>(at_once, tiles(d)); }
  /// From one tile's channels to the next one's.
  static constexpr long next_tile(Dense const& d) { return inner(d) + lanes; }
  static constexpr long of_x(Dense const& d) { return most_tiles(d) * next_tile(d); }
  static constexpr long of_y(Dense const& d) { return most_tiles(d) * d.b.c; }
  static constexpr long of_w(Dense const& d) { return inner(d) * d.b.c; }

  static constexpr Cost cost(Dense const& d) {
    double const taken = double(d.batch) * T::taken(d.b.h, d.b.w), k = double(inner(d)),
                 passes = double((tiles(d) + at_once - 1) / at_once);
    double const pairs = double(d.a.c) * d.b.c;
    return {pairs * d.window.places() * double(d.batch * d.b.h) * d.b.w,
            taken * (k * d.b.c + (k + d.b.c) * Cost::of_transformed) +
                products * k * d.b.c * Cost::of_weight * passes,
            long(4 * products * k * d.b.c)};
  }
  static constexpr bool pays(Dense const& d) {
    return T::fits(d, d.a.c, d.b.c) && cost(d).pays() && T::template largest<FastWeight>(d);
  }
  static Room room(Dense const& d) { return {products * (of_x(d) + of_y(d) + of_w(d)) + d.a.c + d.b.c, 0}; }
  /// A chunk is a place of the window for some channels of x.
  static constexpr long channels_at_once(Dense const& d) {
    return std::min<long>(d.a.c, std::max<long>(8, 32768 / (long(d.b.c) * d.window.places())));
  }
  static constexpr long blocks(Dense const& d) {
    return (d.a.c + channels_at_once(d) - 1) / channels_at_once(d);
  }
  static Chunks chunks(Dense const& d) { return {long(d.y.h) * d.y.w, blocks(d) * d.window.places()}; }

  static void run(Dense const& d, float const* x, float const* y, float* w, Workspace const& space,
                  Done const& done) {
    float* const xs = space.shared;
    float* const ys = xs + products * of_x(d);
    float* const ws = ys + products * of_y(d);
    float* const outside = ws + products * of_w(d);
    zero(outside, d.a.c + d.b.c);
    Gather const g = geometry(d);
    for (long first = 0; first < tiles(d); first += at_once) {
      Some const some(g, first, std::min<long>(at_once, tiles(d) - first));
      Chunks const c = Chunks::of(some.count(), 8);
      parallel(c.count, [&](long i) {
        for (long t = c.begin(i); t < c.begin(i + 1); ++t) {
          T::read(g, x, some.tile(t), outside, of_x(d), [&](long e) { return xs + t * next_tile(d) + e; });
          read_y(d, Tile<W>::at(g, some.tile(t)), y, outside + d.a.c, ys + t * tile_columns, some.count());
        }
      });
      long const slivers = (inner(d) + tile_rows - 1) / tile_rows;
      Chunks const parts = Chunks::of(products * slivers, 4, 64);
      parallel(parts.count, [&](long i) {
        for (long u = parts.begin(i); u < parts.begin(i + 1); ++u)
          multiply(d, int(u / slivers), u % slivers * tile_rows, some, xs, ys, ws, first > 0);
      });
    }
    int const places = d.window.places();
    parallel(blocks(d), [&](long block) {
      long const from = block * channels_at_once(d), to = std::min<long>(from + channels_at_once(d), d.a.c);
      for (long channel = from; channel < to; ++channel) write(d, ws, w, channel);
      for (long place = 0; place < places; ++place)
        done(block * places + place, place * d.a.c + from, place * d.a.c + to);
    });
  }

 private:
  /// In panels: the columns of one product lie tile after tile.
  static void read_y(Dense const& d, Tile<W> const& at, float const* y, float const* outside, float* to,
                     long count) {
    float const* from[T::m * T::m];
    for (int i = 0; i < T::m; ++i)
      for (int j = 0; j < T::m; ++j)
        from[i * T::m + j] = at.top + i < d.b.h && at.left + j < d.b.w
                                 ? y + ((at.sample * d.b.h + at.top + i) * d.b.w + at.left + j) * d.b.c
                                 : outside;
    for (long c = 0; c < d.b.c; c += lanes)
      T::read_result(at, from, c, to + c / tile_columns * count * tile_columns + c % tile_columns, of_y(d));
  }
  static void multiply(Dense const& d, int f, long row, Some const& some, float const* xs, float const* ys,
                       float* ws, bool accumulate) {
    auto const [from, end] = some.of_product(f);
    long const columns = d.b.c, all = inner(d), count = end - from;
    int const rows = int(std::min<long>(tile_rows, all - row));
    float const* const a = xs + f * of_x(d) + from * next_tile(d) + row;
    float* to[tile_rows];
    for (int i = 0; i < rows; ++i) to[i] = ws + f * of_w(d) + (row + i) * columns;
    for (long j = 0; j < columns; j += tile_columns) {
      float const* const b = ys + f * of_y(d) + j * some.count() + from * tile_columns;
      if (rows == tile_rows)
        multiply_tile<tile_rows, Sliver::by_column>(a, b, tile_columns, count, to, accumulate, next_tile(d));
      else
        multiply_edge<Sliver::by_column>(rows, tile_columns, a, b, tile_columns, count, to, accumulate,
                                         next_tile(d));
      for (int i = 0; i < rows; ++i) to[i] += tile_columns;
    }
  }
  /// All places of the window for one channel of x.
  static void write(Dense const& d, float const* ws, float* w, long channel) {
    using Back = Transform<W::weight, true>;
    int const s = d.window.y.stride, kernel = d.window.y.kernel;
    for (int phase = 0; phase < s * s; ++phase)
      for (long o = 0; o < d.b.c; o += lanes) {
        Vec x[products], tap[W::taps * W::taps];
#pragma GCC unroll 64
        for (int f = 0; f < products; ++f)
          x[f] = load(ws + f * of_w(d) + (phase * d.a.c + channel) * d.b.c + o);
        Back::both(x, tap);
#pragma GCC unroll 16
        for (int t = 0; t < W::taps * W::taps; ++t) {
          long const place = long(phase / s + s * (t / W::taps)) * kernel + phase % s + s * (t % W::taps);
          store(w + (place * d.a.c + channel) * d.b.c + o, tap[t]);
        }
      }
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
