#pragma once
#include <algorithm>

#include <agon/backend/cpu/dense.hpp>
#include <agon/core/threads.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// The rows of a product as the micro-kernel reads them: each piece of the inner extent that a sliver holds,
/// of all rows.
struct Slivers {
  long inner, rows;

  constexpr long pieces() const { return (inner + inner_block - 1) / inner_block; }
  constexpr long piece() const { return (inner + pieces() * lanes - 1) / (pieces() * lanes) * lanes; }
  constexpr long size() const { return pieces() * rows * sliver_stride; }
  /// Of several products; the micro-kernel may look at rows beyond the last, whose results nobody takes.
  constexpr long room(int products = 1) const { return products * size() + tile_rows * sliver_stride; }
  /// Element k of a row.
  constexpr long at(long k, long row) const {
    return (k / piece() * rows + row) * sliver_stride + k % piece();
  }
};

/// A convolution without padding taps, as the product of gathered patches with a matrix of weights. Output
/// (n, y, x) of a grid reads rows first_y + stride_y y + [0, taps_y) and the like of an NHWC image; what lies
/// outside is zero. A transposed convolution is one of these for each sub-pixel phase.
struct Gather {
  int height = 0, width = 0, channels = 0;  // of the image
  int grid_h = 0, grid_w = 0;               // of the output, for one sample
  int taps_y = 0, taps_x = 0, stride_y = 1, stride_x = 1, first_y = 0, first_x = 0;
  long columns = 0;                                     // channels of the output
  long sample_step = 0, row_step = 0, column_step = 0;  // between outputs, in floats

  constexpr long inner() const { return long(taps_y) * taps_x * channels; }
};

/// The part [k, k + count) of the patch of output (n, y, x), into a row of a sliver; what comes after it in
/// the row is undefined.
inline void gather_row(Gather const& g, float const* image, long n, int y, int x, long k, long count,
                       float* to) {
  int const top = g.first_y + g.stride_y * y, left = g.first_x + g.stride_x * x;
  long const run = long(g.taps_x) * g.channels, line = long(g.width) * g.channels;
  float const* const sample = image + n * g.height * line;
  if (count == g.taps_y * run && top >= 0 && left >= 0 && top + g.taps_y <= g.height &&
      left + g.taps_x <= g.width) {  // all of a patch that lies inside
    float const* from = sample + top * line + long(left) * g.channels;
    for (int ty = 0; ty < g.taps_y; ++ty, from += line, to += run) copy_over(to, from, run);
    // the lines that the next row of outputs adds are far from these: they are asked for now
    for (int s = 0; s < g.stride_y; ++s, from += line)
      for (long e = 0; e < run; e += 16) __builtin_prefetch(from + e);
    return;
  }
  // columns of the patch's lines that lie inside the image, in floats
  long const low = std::clamp(-long(left) * g.channels, 0l, run),
             high = std::clamp((long(g.width) - left) * g.channels, low, run);
  for (long ty = k / run, r = k % run; count > 0; ++ty, r = 0) {
    long const length = std::min(run - r, count);
    int const row = top + int(ty);
    if (row < 0 || row >= g.height) {
      zero_over(to, length);
    } else {
      float const* const from = sample + row * line + long(left) * g.channels + r;
      long const a = std::clamp(low - r, 0l, length), b = std::clamp(high - r, a, length);
      if (a > 0) zero_over(to, a);
      copy_over(to + a, from + a, b - a);
      if (b < length) zero_over(to + b, length - b);
    }
    to += length;
    count -= length;
  }
}

/// f(number, sample, row, column, address) of `count` outputs of the grid over the batch from `first` on.
AGON_INLINE void outputs(Gather const& g, float* out, long first, int count, auto const& f) {
  long n = first / (long(g.grid_h) * g.grid_w);
  int y = int(first / g.grid_w % g.grid_h), x = int(first % g.grid_w);
  for (int i = 0; i < count; ++i) {
    f(i, n, y, x, out + n * g.sample_step + y * g.row_step + x * g.column_step);
    if (++x < g.grid_w) continue;
    x = 0;
    if (++y < g.grid_h) continue;
    y = 0;
    ++n;
  }
}

/// Outputs [from, to) of the grid over the batch, row by row: y (+)= patches(image) * weights.
inline void gather_product(Gather const& g, float const* image, Panels const& weights, float* out, long from,
                           long to, bool accumulate = false) {
  alignas(64) float sliver[tile_rows * sliver_stride];
  long const inner = g.inner(), run = long(g.taps_x) * g.channels;
  bool const packed = weights.next_row == tile_columns;
  // rows of a block: so that its results stay in the second-level cache
  long const block =
      std::max<long>(tile_rows, 65536 / std::max<long>(g.columns, tile_columns) / tile_rows * tile_rows);
  long const pieces = (inner + inner_block - 1) / inner_block, even = (inner + pieces - 1) / pieces;
  for (long first = from; first < to; first += block) {
    long const last = std::min(first + block, to);
    for (long k = 0; k < inner;) {
      long count = std::min(even, inner - k);
      if (!packed) count = std::min(count, run - k % run);
      for (long row = first; row < last; row += tile_rows) {
        int const rows = int(std::min<long>(tile_rows, last - row));
        float* c[tile_rows];
        outputs(g, out, row, rows, [&](int i, long n, int y, int x, float* at) {
          gather_row(g, image, n, y, x, k, count, sliver + i * sliver_stride);
          c[i] = at;
        });
        for (long j = 0; j < g.columns; j += tile_columns) {
          float const* const b = weights.at + j / tile_columns * weights.next_panel + k * weights.next_row;
          int const columns = int(std::min<long>(tile_columns, g.columns - j));
          if (rows == tile_rows && columns == tile_columns)
            multiply_tile<tile_rows, Sliver::by_row>(sliver, b, weights.next_row, count, c,
                                                     accumulate || k > 0);
          else
            multiply_edge<Sliver::by_row>(rows, columns, sliver, b, weights.next_row, count, c,
                                          accumulate || k > 0);
          for (int i = 0; i < rows; ++i) c[i] += tile_columns;
        }
      }
      k += count;
    }
  }
}

/// Columns [from, to) of the same, where both are multiples of tile_columns or the end.
inline void gather_columns(Gather g, float const* image, Panels weights, float* out, long from, long to,
                           long rows) {
  g.columns = to - from;
  weights.at += from / tile_columns * weights.next_panel;
  gather_product(g, image, weights, out + from, 0, rows);
}

/// All of a product that is one chunk: its columns are shared out among the threads.
inline void gather_by_columns(Gather const& g, float const* image, Panels const& weights, float* out,
                              long rows) {
  long const panels = panels_of(g.columns);
  parallel(panels, [&](long p) {
    gather_columns(g, image, weights, out, p * tile_columns, std::min((p + 1) * tile_columns, g.columns),
                   rows);
  });
}

/// Output (y, x) of the grid of all samples, from the part of its patch that lies inside the image.
inline void gather_position(Gather const& g, float const* image, Panels const& weights, float* out, int y,
                            int x, long samples) {
  int const top = g.first_y + g.stride_y * y, left = g.first_x + g.stride_x * x;
  int const first_y = std::clamp(-top, 0, g.taps_y), last_y = std::clamp(g.height - top, first_y, g.taps_y),
            first_x = std::clamp(-left, 0, g.taps_x), last_x = std::clamp(g.width - left, first_x, g.taps_x);
  out += y * g.row_step + x * g.column_step;
  bool const whole_lines = last_x - first_x == g.taps_x;  // which the weights of lines follow one another
  Gather part = g;
  part.grid_h = part.grid_w = 1;
  part.taps_y = whole_lines ? last_y - first_y : 1;
  part.taps_x = last_x - first_x;
  part.first_x = left + first_x;
  if (last_y == first_y || last_x == first_x)
    for (long n = 0; n < samples; ++n) zero(out + n * g.sample_step, g.columns);
  else
    for (int ty = first_y; ty < last_y; ty += part.taps_y) {
      part.first_y = top + ty;
      Panels lines = weights;
      lines.at += (long(ty) * g.taps_x + first_x) * g.channels * weights.next_row;
      gather_product(part, image, lines, out, 0, samples, ty > first_y);
    }
}

/// y = patches(image) * weights by panels; `pack(first, count, panel)` makes that of `count` columns. The
/// patches are gathered once, into the shared workspace.
struct ByPanels {
  static Room room(long inner, long rows) { return {Slivers{inner, rows}.room(), inner * tile_columns}; }
  static void run(Gather const& g, float const* image, float* y, long rows, Workspace const& space,
                  auto const& pack) {
    Slivers const s{g.inner(), rows};
    Chunks const c = Chunks::of(rows, tile_rows);
    parallel(c.count, [&](long i) {
      for (long r = c.begin(i); r < c.begin(i + 1); ++r)
        for (long k = 0; k < s.inner; k += s.piece())
          gather_row(g, image, r / (g.grid_h * g.grid_w), int(r / g.grid_w % g.grid_h), int(r % g.grid_w), k,
                     std::min(s.piece(), s.inner - k), space.shared + s.at(k, r));
    });
    parallel(panels_of(g.columns), [&](long p) {
      long const first = p * tile_columns, count = std::min<long>(tile_columns, g.columns - first);
      float* const panel = space.mine(thread_index());
      pack(first, count, panel);
      multiply(g, s, space.shared, panel, int(count), y + first);
    });
  }

 private:
  static void multiply(Gather const& g, Slivers const& s, float const* sliver, float const* panel,
                       int columns, float* y) {
    for (long k = 0; k < s.inner; k += s.piece())
      for (long row = 0; row < s.rows; row += tile_rows) {
        int const rows = int(std::min<long>(tile_rows, s.rows - row));
        float* to[tile_rows];
        outputs(g, y, row, rows, [&](int i, long, int, int, float* at) { to[i] = at; });
        multiply_edge<Sliver::by_row>(rows, columns, sliver + s.at(k, row), panel + k * tile_columns,
                                      tile_columns, std::min(s.piece(), s.inner - k), to, k > 0);
      }
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
