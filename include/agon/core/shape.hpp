#pragma once

namespace agon {

/// What one sample holds, in pixels and channels. Inside, channels are last: element (y, x, channel) of a
/// sample lies at (y * w + x) * c + channel. `batched` tells a value that every sample of the batch has one
/// of from a value that the whole batch shares (a parameter, a mean, a loss).
struct Shape {
  int c = 1, h = 1, w = 1;
  bool batched = false;

  constexpr long size() const { return long(c) * h * w; }
  constexpr bool operator==(Shape const&) const = default;
};

/// A sample that is a picture of C channels, H rows and W columns.
template <int C, int H, int W>
inline constexpr Shape Image{C, H, W, true};

/// A sample that is a vector of N numbers.
template <int N>
inline constexpr Shape Features{N, 1, 1, true};

/// The same in values.
constexpr Shape image(int c, int h, int w) { return {c, h, w, true}; }
constexpr Shape features(int n) { return {n, 1, 1, true}; }
constexpr Shape channels(int n) { return {n, 1, 1, false}; }

/// The square window of a convolution.
struct Window {
  short kernel = 0, stride = 1, padding = 0;
  constexpr bool operator==(Window const&) const = default;
};

/// Rows of a convolution's result: floor((rows + 2 padding - kernel) / stride) + 1; zero where the kernel is
/// larger.
constexpr int convolved(int rows, Window v) {
  int const room = rows + 2 * v.padding - v.kernel;
  return room < 0 ? 0 : room / v.stride + 1;
}

/// Rows of a transposed convolution's result: (rows - 1) stride - 2 padding + kernel.
constexpr int transposed(int rows, Window v) { return (rows - 1) * v.stride - 2 * v.padding + v.kernel; }

}  // namespace agon
