#pragma once
#include <agon/backend/cpu/cut.hpp>

/// A convolution cut into Winograd's tiles: transformed pixels and weights as the micro-kernel reads them,
/// and their products on the way back.
namespace agon::cpu {
inline namespace AGON_CPU {

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
    bool least = true;
    if constexpr (m > 2) least = A<W>::cost(d).fast < A<Winograd<2, W::taps>>::cost(d).fast;
    if constexpr (m > 3) least = least && A<W>::cost(d).fast < A<Winograd<3, W::taps>>::cost(d).fast;
    return least;
  }
  static constexpr int count(int grid) { return Cut<W>::of(grid).all; }
  /// Tiles times products of a grid.
  static constexpr double taken(int height, int width) {
    return double(Cut<W>::of(height).products()) * double(Cut<W>::of(width).products());
  }
  static constexpr long inner(Gather const& g) { return long(g.stride_y) * g.stride_x * g.channels; }
  static constexpr long weights(Gather const& g) { return products * inner(g) * g.columns; }
  /// Memory for the products of tiles, and for pixels outside the image and the result. A product's is a few
  /// lines longer than its tiles: they are read together, and would fall into one set of the cache.
  static constexpr long of_product(long tiles, long columns) { return tiles * columns + lanes; }
  static constexpr long of_products(long tiles, long columns) {
    return products * of_product(tiles, columns);
  }
  static constexpr long outside(Gather const& g) { return g.channels + g.columns; }

  /// Tiles [from, to) of the grid over the batch: y = patches(image) * weights, with all weights transformed.
  static constexpr long own(Gather const& g) {
    return products * Slivers{inner(g), at_once}.size() + of_products(at_once, g.columns) + outside(g);
  }
  static void run(Gather const& g, float const* image, float const* u, float* y, long from, long to,
                  float* own) {
    Slivers const slivers{inner(g), at_once};
    float* const v = own;
    float* const p = v + products * slivers.size();
    float* const none = p + of_products(at_once, g.columns);
    zero(none, g.channels);
    for (long first = from; first < to; first += at_once) {
      Portion<W, at_once> const some(g, first, std::min<long>(at_once, to - first));
      for (long t = 0; t < some.count(); ++t)
        read(g, image, some.tile(t), none, slivers.size(), [&](long e) { return v + slivers.at(e, t); });
      multiply<false>(slivers, v, u, slivers.inner * g.columns, p, 0, some, g.columns);
      for (long t = 0; t < some.count(); ++t)
        write(g, p + t * g.columns, of_product(some.count(), g.columns), g.columns, y, some.tile(t),
              none + g.channels);
    }
  }
  /// Columns [column, column + tile_columns) of all tiles, which are transformed, with `u` these columns'
  /// weights: as many tiles at once as leave their products in the second-level cache.
  static constexpr long at_once_by_columns =
      std::max<long>(1, (200'000 / (products * tile_columns) / tile_rows)) * tile_rows;
  using PortionByColumns = Portion<W, at_once_by_columns>;
  static constexpr long of_panel(Gather const& g) { return products * inner(g) * tile_columns; }
  static constexpr long own_by_columns(Gather const& g) {
    return of_panel(g) + of_products(at_once_by_columns, tile_columns) + outside(g);
  }
  static void run_columns(Gather const& g, Slivers const& slivers, float const* v, float const* u, float* y,
                          long column, float* p) {
    float* const none = p + of_products(at_once_by_columns, tile_columns);
    bool const far = slivers.room(products) > 2'500'000;
    for (long first = 0; first < slivers.rows; first += at_once_by_columns) {
      PortionByColumns const some(g, first, std::min<long>(at_once_by_columns, slivers.rows - first));
      if (far)
        multiply<true>(slivers, v, u, slivers.inner * tile_columns, p, first, some, tile_columns);
      else
        multiply<false>(slivers, v, u, slivers.inner * tile_columns, p, first, some, tile_columns);
      for (long t = 0; t < some.count(); ++t)
        write(g, p + t * tile_columns, of_product(some.count(), tile_columns), tile_columns, y + column,
              some.tile(t), none);
    }
  }
  /// Transforms the tiles [from, to) of those that run_columns takes.
  static void read_columns(Gather const& g, Slivers const& slivers, float const* image, float* v, long from,
                           long to, float const* outside) {
    for (long first = from / at_once_by_columns * at_once_by_columns; first < to;
         first += at_once_by_columns) {
      PortionByColumns const some(g, first, std::min<long>(at_once_by_columns, slivers.rows - first));
      for (long t = std::max(from - first, 0l); t < std::min(some.count(), to - first); ++t)
        read(g, image, some.tile(t), outside, slivers.size(),
             [&](long e) { return v + slivers.at(e, first + t); });
    }
  }
  /// One transformed tile: what product f takes of channel e goes to to(e)[f * next].
  static void read(Gather const& g, float const* image, long tile, float const* outside, long next,
                   auto const& to) {
    Tile<W> const at = Tile<W>::at(g, tile);
    float const* from[products];
    for (int phase = 0; phase < g.stride_y * g.stride_x; ++phase) {
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
          long const row = g.first_y + g.stride_y * (at.top + i) + phase / g.stride_x,
                     column = g.first_x + g.stride_x * (at.left + j) + phase % g.stride_x;
          bool const inside = row >= 0 && row < g.height && column >= 0 && column < g.width;
          from[i * n + j] =
              inside ? image + ((at.sample * g.height + row) * g.width + column) * g.channels : outside;
        }
      for (long c = 0; c < g.channels; c += lanes) {
        Vec x[products], y[products];
#pragma GCC unroll 64
        for (int f = 0; f < products; ++f) x[f] = load(from[f] + c);
        transform_both<W::input, short_input<W>>(x, y, at.is_low(), at.is_narrow());
        float* const put = to(phase * g.channels + c);
#pragma GCC unroll 64
        for (int f = 0; f < products; ++f) store(put + f * next, y[f]);
      }
    }
  }
  /// The same of a tile of the result, for weight gradients: from m x m pixels `from` + c.
  static AGON_INLINE void read_result(Tile<W> const& at, float const* const* from, long c, float* to,
                                      long next) {
    Vec x[m * m], y[products];
#pragma GCC unroll 64
    for (int f = 0; f < m * m; ++f) x[f] = load(from[f] + c);
    transform_both<W::output, short_output<W>, true>(x, y, at.is_low(), at.is_narrow());
#pragma GCC unroll 64
    for (int f = 0; f < products; ++f) store(to + f * next, y[f]);
  }

 private:
  /// The products of some tiles, which lie in the slivers from `first` on, to p; the weights of one product
  /// are `next_u` from the next one's. Slivers that are Far, beyond the second-level cache, are asked for
  /// while the one before is multiplied; near ones come by themselves.
  template <bool Far>
  static void multiply(Slivers const& s, float const* v, float const* u, long next_u, float* p, long first,
                       auto const& some, long columns) {
    long const whole = s.piece(), panels = columns / tile_columns;
    long const share = tile_rows * sliver_stride / panels + 1, next_p = of_product(some.count(), columns);
    for (int f = 0; f < products; ++f, v += s.size(), u += next_u, p += next_p) {
      auto const [from, end] = some.of_product(f);
      for (long k = 0; k < s.inner; k += whole) {
        long const depth = std::min(whole, s.inner - k);
        for (long t = from; t < end; t += tile_rows) {
          int const rows = int(std::min<long>(tile_rows, end - t));
          float const* const sliver = v + s.at(k, first + t);
          float const* next = t + tile_rows < end   ? sliver + tile_rows * sliver_stride
                              : k + whole < s.inner ? v + s.at(k + whole, first + from)
                                                    : v + s.size() + s.at(0, first);
          float* to[tile_rows];
          for (int i = 0; i < tile_rows; ++i) to[i] = p + (t + i) * columns;
          for (long j = 0; j < panels; ++j, next += share) {
            if constexpr (Far)
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
  }
  /// The outputs of a tile, whose products lie at p, `next` apart; those beyond the grid go to `spare`.
  static void write(Gather const& g, float const* p, long next, long columns, float* y, long tile,
                    float* spare) {
    Tile<W> const at = Tile<W>::at(g, tile);
    float* to[m * m];
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < m; ++j)
        to[i * m + j] =
            i < at.height && j < at.width && at.top + i < g.grid_h && at.left + j < g.grid_w
                ? y + at.sample * g.sample_step + (at.top + i) * g.row_step + (at.left + j) * g.column_step
                : spare;
    for (long c = 0; c < columns; c += lanes) {
      Vec x[products], out[m * m];
#pragma GCC unroll 64
      for (int f = 0; f < products; ++f) x[f] = load(p + f * next + c);
      transform_both<W::output, short_output<W>>(x, out, at.is_low(), at.is_narrow());
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

}  // namespace AGON_CPU
}  // namespace agon::cpu
