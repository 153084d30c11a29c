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

/// A window along one side of an image: `kernel` places, `dilation` pixels apart, moved by `stride`, over an
/// image with `padding` zeros before it and behind.
struct Axis {
  short kernel = 1, stride = 1, padding = 0, dilation = 1;
  /// Pixels from the first place to the last.
  constexpr int reach() const { return dilation * (kernel - 1) + 1; }
  constexpr bool operator==(Axis const&) const = default;
};

/// The window of a convolution, down and across. Each of `groups` equal parts of the output channels sees its
/// own part of the input channels.
struct Window {
  Axis y, x;
  int groups = 1;

  constexpr Window() = default;
  constexpr Window(Axis rows, Axis columns, int groups_ = 1) : y(rows), x(columns), groups(groups_) {}
  /// A square one.
  constexpr Window(int kernel, int stride, int padding, int dilation = 1, int groups_ = 1)
      : y{short(kernel), short(stride), short(padding), short(dilation)}, x(y), groups(groups_) {}
  constexpr int places() const { return y.kernel * x.kernel; }
  constexpr bool operator==(Window const&) const = default;
};

/// Rows of a convolution's result: floor((rows + 2 padding - reach) / stride) + 1; zero where the kernel is
/// larger.
constexpr int convolved(int rows, Axis v) {
  int const room = rows + 2 * v.padding - v.reach();
  return room < 0 ? 0 : room / v.stride + 1;
}

/// Rows of a transposed convolution's result: (rows - 1) stride - 2 padding + reach.
constexpr int transposed(int rows, Axis v) { return (rows - 1) * v.stride - 2 * v.padding + v.reach(); }

}  // namespace agon
