#pragma once
#include <agon/backend/cpu/gather.hpp>

/// Convolutions of few pixels with many channels: their weights outweigh all else, and are read once, in the
/// order in which they lie. Places of the window that meet padding are skipped.
namespace agon::cpu {
inline namespace AGON_CPU {

struct FewPixels {
  static constexpr long most = 64;  // pixels of the smaller side
  static constexpr bool fits(Window const& v, Shape small, long batch, long weights) {
    return v.groups == 1 && batch * small.h * small.w <= most && weights >= 1 << 18;
  }
  /// The pixels of the large and the small side that a place of the window joins, in floats from the
  /// beginning.
  struct Pairs {
    int count = 0;
    long large[most], small[most];

    Pairs(Window const& v, Shape l, Shape s, long batch, int ky, int kx) {
      for (long n = 0; n < batch; ++n)
        for (int r = 0; r < s.h; ++r)
          for (int q = 0; q < s.w; ++q) {
            long const row = r * v.y.stride + ky * v.y.dilation - v.y.padding,
                       column = q * v.x.stride + kx * v.x.dilation - v.x.padding;
            if (row < 0 || row >= l.h || column < 0 || column >= l.w) continue;
            large[count] = ((n * l.h + row) * l.w + column) * l.c;
            small[count++] = ((n * s.h + r) * s.w + q) * s.c;
          }
    }
  };
  /// f(place, pairs) for all places that join any.
  static void each_place(Window const& v, Shape large, Shape small, long batch, auto const& f) {
    for (int place = 0; place < v.places(); ++place) {
      Pairs const p(v, large, small, batch, place / v.x.kernel, place % v.x.kernel);
      if (p.count) f(place, p);
    }
  }
  /// f(first, count) for parts of all channels, by several threads.
  static void by_channels(long channels, long at_once, auto const& f) {
    parallel((channels + at_once - 1) / at_once,
             [&](long i) { f(i * at_once, std::min(at_once, channels - i * at_once)); });
  }
};

/// y = conv(x, w): some rows of the weights after the other, each times the pixels of x that meet it. A
/// row of few columns is a short run of memory, so what comes next is asked for early.
struct FewPixelsForward {
  static constexpr long rows_at_once = 16, columns_at_once = 256;
  static constexpr bool pays(Dense const& d) {
    return FewPixels::fits(d.window, d.y, d.batch, d.b.size()) && d.batch * d.y.h * d.y.w <= most &&
           d.y.c % tile_columns == 0;
  }
  static constexpr long most = 32, slivers = (most + tile_rows - 1) / tile_rows;
  static Room room(Dense const&) { return {0, slivers * tile_rows * sliver_stride}; }
  static Chunks chunks(Dense const& d) { return {d.batch * d.y.h, 1}; }
  static void run(Dense const& d, float const* x, float const* w, float* y, Workspace const& space,
                  Done const& done) {
    long const pixels = d.batch * d.y.h * d.y.w;
    FewPixels::by_channels(d.y.c, columns_at_once, [&](long first, long columns) {
      for (long p = 0; p < pixels; ++p) zero(y + p * d.y.c + first, columns);
      FewPixels::each_place(d.window, d.a, d.y, d.batch, [&](int place, FewPixels::Pairs const& pairs) {
        of_place(d, pairs, x, w + long(place) * d.a.c * d.y.c + first, y + first, columns,
                 space.mine(thread_index()));
      });
    });
    done(0, 0, pixels);
  }

 private:
  static void of_place(Dense const& d, FewPixels::Pairs const& pairs, float const* x, float const* w,
                       float* y, long columns, float* sliver) {
    for (long k = 0; k < d.a.c; k += inner_block) {
      long const depth = std::min<long>(inner_block, d.a.c - k);
      for (int i = 0; i < pairs.count; ++i) copy(sliver + i * sliver_stride, x + pairs.large[i] + k, depth);
      for (long e = 0; e < depth; e += rows_at_once)
        of_rows(pairs, sliver + e, w + (k + e) * d.y.c, d.y.c, std::min(rows_at_once, depth - e), y, columns);
    }
  }
  static void of_rows(FewPixels::Pairs const& pairs, float const* sliver, float const* w, long next_row,
                      long rows, float* y, long columns) {
    for (long j = 0; j < columns; j += tile_columns) {
      for (long line = j; line < j + tile_columns; ++line)  // as many lines as there are columns
        __builtin_prefetch(w + (rows + line * rows_at_once / columns) * next_row +
                           line * rows_at_once % columns);
      for (int i = 0; i < pairs.count; i += tile_rows) {
        int const count = std::min(tile_rows, pairs.count - i);
        float* to[tile_rows];
        for (int r = 0; r < count; ++r) to[r] = y + pairs.small[i + r] + j;
        multiply_edge<Sliver::by_row>(count, tile_columns, sliver + i * sliver_stride, w + j, next_row, rows,
                                      to, true);
      }
    }
  }
};

/// x = the adjoint of conv in its input: the weights of a channel of x lie in order, so each of its pixels
/// is a sum of dot products along them.
struct FewPixelsData {
  static constexpr int rows = lanes == 16 ? 7 : 3, channels = 4;
  static constexpr bool pays(Dense const& d) {
    return FewPixels::fits(d.window, d.a, d.batch, d.b.size()) && d.a.c % lanes == 0 && d.y.c % channels == 0;
  }
  static Room room(Dense const&) { return {}; }
  static Chunks chunks(Dense const& d) { return {d.batch * d.y.h, 1}; }
  static void run(Dense const& d, float const* y, float const* w, float* x, Workspace const&,
                  Done const& done) {
    long const pixels = d.batch * d.y.h * d.y.w;
    FewPixels::by_channels(d.y.c, 32, [&](long first, long count) {
      for (long p = 0; p < pixels; ++p) zero(x + p * d.y.c + first, count);
      FewPixels::each_place(d.window, d.y, d.a, d.batch, [&](int place, FewPixels::Pairs const& pairs) {
        long const parts = (pairs.count + rows - 1) / rows;
        for (long c = first; c < first + count; c += channels)
          for (long i = 0; i < parts; ++i) {
            int const from = int(pairs.count * i / parts), to = int(pairs.count * (i + 1) / parts);
            dots(to - from, pairs, from, y, w + (long(place) * d.y.c + c) * d.a.c, d.a.c, x + c);
          }
      });
    });
    done(0, 0, pixels);
  }

 private:
  static void dots(int count, FewPixels::Pairs const& pairs, int from, float const* y, float const* w,
                   long length, float* x) {
    [&]<int... R>(std::integer_sequence<int, R...>) {
      ((count == R + 1 ? add_dots<R + 1>(pairs.small + from, pairs.large + from, y, w, length, x) : void()),
       ...);
    }
    (std::make_integer_sequence<int, rows>{});
  }
  /// For Rows pixels: the dot products of theirs in y with `channels` rows of w, added to theirs in x.
  template <int Rows>
  static __attribute__((noinline)) void add_dots(long const* small, long const* large, float const* y,
                                                 float const* w, long length, float* x) {
    float const* from[Rows];
    Vec sum[Rows][channels];
#pragma GCC unroll 8
    for (int i = 0; i < Rows; ++i) {
      from[i] = y + small[i];
#pragma GCC unroll 8
      for (int c = 0; c < channels; ++c) sum[i][c] = Vec{};
    }
    for (long k = 0; k < length; k += lanes) {
      Vec const w0 = load(w + k), w1 = load(w + length + k), w2 = load(w + 2 * length + k),
                w3 = load(w + 3 * length + k);
#pragma GCC unroll 8
      for (int i = 0; i < Rows; ++i) {
        Vec const u = load(from[i] + k);
        sum[i][0] += u * w0;
        sum[i][1] += u * w1;
        sum[i][2] += u * w2;
        sum[i][3] += u * w3;
      }
    }
#pragma GCC unroll 8
    for (int i = 0; i < Rows; ++i) {
      float* const to = x + large[i];
      store(to, load(to, channels) + totals(sum[i][0], sum[i][1], sum[i][2], sum[i][3]), channels);
    }
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
