#pragma once

namespace agon {

/// How many batches of different size a program may take.
inline constexpr int most_domains = 4;

/// What one sample holds, in pixels and channels. Inside, channels are last: element (y, x, channel) of a
/// sample lies at (y * w + x) * c + channel.
///
/// `batched` says how many samples there are. 0: none, the whole batch shares the value (a parameter, a mean,
/// a loss). 1: as many as the batch has, N; 2: twice as many; and so on. A second batch of another size, M,
/// counts from 256 on, a third from 512 on.
struct Shape {
  int c = 1, h = 1, w = 1;
  short batched = 0;

  constexpr long size() const { return long(c) * h * w; }
  /// All numbers of the value for each sample of its batch.
  constexpr long numbers() const { return batched > 1 ? times() * size() : size(); }
  /// The same in batches of `times` samples for each sample of a domain's batch.
  constexpr Shape samples(int times, int domain = 0) const { return {c, h, w, short(times + 256 * domain)}; }
  /// A sample of another shape, as many of them.
  constexpr Shape per_sample(int channels, int rows = 1, int columns = 1) const {
    return {channels, rows, columns, batched};
  }
  constexpr Shape shared() const { return {c, h, w, 0}; }
  constexpr int times() const { return batched & 255; }
  constexpr int domain() const { return batched >> 8; }
  constexpr bool operator==(Shape const&) const = default;
};

/// A sample that is a picture of C channels, H rows and W columns. (`auto`, for nvcc 13 takes no other for
/// the argument of a function template.)
template <int C, int H, int W>
inline constexpr auto Image = Shape{C, H, W, true};

/// A sample that is a vector of N numbers.
template <int N>
inline constexpr auto Features = Shape{N, 1, 1, true};

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
