#pragma once
#include <agon/backend/cpu/pack.hpp>

/// The adjoint of a convolution in its weight: w[ky, kx, i, o] = sum over pixels of x[shifted][i]
/// y[pixel][o].
namespace agon::cpu {
inline namespace AGON_CPU {

/// Where the windows of the outputs of y meet x, for outputs one after the other.
class Windows {
 public:
  /// The run of line ky of an output's window: its address in x, and which part [low, high) of its floats
  /// lies inside.
  struct Run {
    float const* at;
    long low, high;
  };

  /// Begins at output `pixel` of the batch.
  Windows(Dense const& d, long pixel)
      : d_(d),
        n_(pixel / (long(d.b.h) * d.b.w)),
        row_(int(pixel / d.b.w % d.b.h)),
        column_(int(pixel % d.b.w)) {}
  Run run(float const* x, int ky) const {
    Axis const v = d_.window.y, h = d_.window.x;
    int const c = d_.a.c, row = row_ * v.stride - v.padding + ky, left = column_ * h.stride - h.padding;
    if (row < 0 || row >= d_.a.h) return {x, 0, 0};
    return {x + ((n_ * d_.a.h + row) * d_.a.w + left) * c, long(std::max(0, -left)) * c,
            std::min<long>(h.kernel, d_.a.w - left) * c};
  }
  void next() {
    if (++column_ < d_.b.w) return;
    column_ = 0;
    if (++row_ < d_.b.h) return;
    row_ = 0;
    ++n_;
  }

 private:
  Dense const& d_;
  long n_;
  int row_, column_;
};

/// As a product, whose inner extent are the pixels: rows of the result are the places of the window's lines,
/// and no sum is split between threads.
struct WeightProduct {
  static constexpr long pixels_at_once = 256;
  static constexpr long pixels(Dense const& d) { return d.batch * d.b.h * d.b.w; }
  static long line(Dense const& d) { return long(d.window.x.kernel) * d.a.c; }
  /// Few tiles of rows read y where it lies.
  static bool unpacked(Dense const& d) { return units(d) <= 8 && d.b.c % tile_columns == 0; }
  static Room room(Dense const& d) {
    return {unpacked(d) ? 0 : panels_of(d.b.c) * tile_columns * pixels(d), 0};
  }
  /// A unit is a tile of rows: a part of one line of the window or, where lines are short, some whole ones,
  /// as many in each as can be.
  static long lines(Dense const& d) {
    long const most = std::max(1l, tile_rows / line(d)), parts = (d.window.y.kernel + most - 1) / most;
    return (d.window.y.kernel + parts - 1) / parts;
  }
  static long tiles(Dense const& d) { return (line(d) + tile_rows - 1) / tile_rows; }
  static long units(Dense const& d) { return (d.window.y.kernel + lines(d) - 1) / lines(d) * tiles(d); }
  static Chunks chunks(Dense const& d) { return Chunks::of(units(d), 2, 64); }
  static long row_of(Dense const& d, long unit) {
    long const row = unit / tiles(d) * lines(d) * line(d) + std::min(unit % tiles(d) * tile_rows, line(d));
    return std::min(row, d.window.y.kernel * line(d));
  }

  static void run(Dense const& d, float const* x, float const* y, float* w, Workspace const& space,
                  Done const& done) {
    long const all = pixels(d), columns = d.b.c, rows_of_line = line(d), tiles_of_line = tiles(d);
    Panels panels{y, tile_columns, columns};
    if (!unpacked(d)) {
      pack_rows(all, columns, space.shared, [&](long k) { return y + k * columns; });
      panels = {space.shared, all * tile_columns, tile_columns};
    }
    Chunks const c = chunks(d);
    long const below = 2l * d.window.y.stride * d.a.w * d.a.c;  // two rows of outputs
    parallel(c.count, [&](long i) {
      alignas(64) float sliver[pixels_at_once * tile_rows + lanes];
      for (long first = 0; first < all; first += pixels_at_once) {
        long const count = std::min(pixels_at_once, all - first);
        for (long u = c.begin(i); u < c.begin(i + 1); ++u) {
          int const rows = int(row_of(d, u + 1) - row_of(d, u)), ky = int(u / tiles_of_line * lines(d));
          long const place = u % tiles_of_line * tile_rows;
          // whole lines of the window, or a part of one
          int const some = int(std::min<long>(rows, rows_of_line)), of_unit = rows / some;
          Windows window(d, first);
          for (long k = 0; k < count; ++k, window.next()) {
            float* to = sliver + k * tile_rows;
            for (int l = 0; l < of_unit; ++l, to += some) {
              Windows::Run const r = window.run(x, ky + l);
              float const* const from = r.at + place;
              if (r.low <= place && r.high >= place + some) {
                __builtin_prefetch(from + below);  // which the hardware does not foresee: lines are short
                if (some == tile_rows)
                  std::memcpy(to, from, sizeof(float) * tile_rows);
                else
                  store(to, load(from, some));
                continue;
              }
              long const low = std::clamp(r.low - place, 0l, long(some)),
                         high = std::clamp(r.high - place, low, long(some));
              zero_over(to, some);
              for (long e = low; e < high; ++e) to[e] = from[e];
            }
          }
          float* out[tile_rows];
          for (int e = 0; e < rows; ++e) out[e] = w + (row_of(d, u) + e) * columns;
          for (long j = 0; j < columns; j += tile_columns) {
            float const* const b = panels.at + j / tile_columns * panels.next_panel + first * panels.next_row;
            int const width = int(std::min<long>(tile_columns, columns - j));
            if (rows == tile_rows && width == tile_columns)
              multiply_tile<tile_rows, Sliver::by_column>(sliver, b, panels.next_row, count, out, first > 0);
            else
              multiply_edge<Sliver::by_column>(rows, width, sliver, b, panels.next_row, count, out,
                                               first > 0);
            for (int e = 0; e < rows; ++e) out[e] += tile_columns;
          }
        }
      }
      done(i, row_of(d, c.begin(i)), row_of(d, c.begin(i + 1)));
    });
  }
};

/// For few filters: each pixel adds its window, scaled. The filters' sums stand apart until the end.
struct WeightSums {
  static constexpr bool pays(Dense const& d) { return d.b.c < tile_columns / 4; }
  static Room room(Dense const& d) { return {d.extent(d.y), 0}; }
  static Chunks chunks(Dense const& d) { return {d.window.y.kernel, d.window.y.kernel}; }
  static void run(Dense const& d, float const* x, float const* y, float* w, Workspace const& space,
                  Done const& done) {
    long const line = long(d.window.x.kernel) * d.a.c, filters = d.b.c, all = d.batch * d.b.h * d.b.w;
    parallel(d.window.y.kernel, [&](long ky) {
      Windows window(d, 0);
      float* const sums = space.shared + ky * line * filters;
      zero(sums, line * filters);
      for (long k = 0; k < all; ++k, window.next()) {
        Windows::Run const r = window.run(x, int(ky));
        for (long o = 0; o < filters; ++o) {
          float const v = y[k * filters + o];
          float* const t = sums + o * line;
          long e = r.low;
          for (; e + lanes <= r.high; e += lanes) store(t + e, load(t + e) + v * load(r.at + e));
          for (; e < r.high; ++e) t[e] += v * r.at[e];
        }
      }
      for (long e = 0; e < line; ++e)
        for (long o = 0; o < filters; ++o) w[(ky * line + e) * filters + o] = sums[o * line + e];
      done(ky, ky * line, (ky + 1) * line);
    });
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
