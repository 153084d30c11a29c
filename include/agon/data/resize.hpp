#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/picture.hpp>

/// Bicubic resampling (Keys 1981, a = -1/2), its window widened when a picture shrinks, as Pillow does it.
/// The sums are in integers, so that every machine makes the same training pictures, bit for bit.
namespace agon::data {

namespace detail {

/// w(x) = 3/2 |x|^3 - 5/2 x^2 + 1, beyond 1: -1/2 |x|^3 + 5/2 x^2 - 4 |x| + 2, beyond 2: 0
inline double cubic(double x) {
  x = std::abs(x);
  return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/// The pixels that one resampled pixel is a weighted mean of; the weights are multiples of 2^-22.
struct Taps {
  int first = 0;
  std::vector<std::int32_t> weights;
};

inline constexpr int weight_bits = 22;

inline std::vector<Taps> taps(int from, int to) {
  double const scale = double(from) / to, widening = std::max(scale, 1.0), reach = 2 * widening;
  std::vector<Taps> all;
  all.reserve(std::size_t(to));
  for (int i = 0; i < to; ++i) {
    double const centre = (i + 0.5) * scale;
    int const first = std::max(0, int(centre - reach + 0.5)),
              last = std::min(from, int(centre + reach + 0.5));
    std::vector<double> exact;
    double sum = 0;
    for (int j = first; j < last; ++j) {
      exact.push_back(cubic((j + 0.5 - centre) / widening));
      sum += exact.back();
    }
    Taps t{first, {}};
    for (double w : exact) t.weights.push_back(std::int32_t(std::lround(w / sum * (1 << weight_bits))));
    all.push_back(std::move(t));
  }
  return all;
}

/// Each line of pixels resampled along its length, and laid down across: two calls resize, the second turns
/// back.
inline Picture resample_and_turn(Picture const& from, int to) {
  Picture turned(from.height, to, from.channels);
  std::vector<Taps> const all = taps(from.width, to);
  for (int y = 0; y < from.height; ++y)
    for (int x = 0; x < to; ++x) {
      Taps const& t = all[std::size_t(x)];
      std::uint8_t* const out = turned.at(y, x);
      for (int c = 0; c < from.channels; ++c) {
        std::int32_t sum = 1 << (weight_bits - 1);
        std::uint8_t const* in = from.at(t.first, y) + c;
        for (std::int32_t w : t.weights) {
          sum += w * *in;
          in += from.channels;
        }
        out[c] = std::uint8_t(std::clamp(sum >> weight_bits, 0, 255));
      }
    }
  return turned;
}

}  // namespace detail

/// The whole picture, stretched to width x height.
inline Picture resize(Picture const& from, int width, int height) {
  if (width < 1 || height < 1 || from.width < 1 || from.height < 1)
    throw Error("resize", {"from ", size_text(from), " to ", width, 'x', height});
  if (from.width == width && from.height == height) return from;
  return detail::resample_and_turn(detail::resample_and_turn(from, width), height);
}

/// How a picture of any size becomes a square.
enum class Fit {
  crop,     ///< the short side is made to fit, the middle of the long side stays
  stretch,  ///< both sides are made to fit
  pad,      ///< the long side is made to fit, black fills the rest
};

/// A square of `size` pixels a side.
inline Picture square(Picture const& from, int size, Fit fit = Fit::crop) {
  if (fit == Fit::stretch || from.width == from.height) return resize(from, size, size);
  int const side = fit == Fit::crop ? std::min(from.width, from.height) : std::max(from.width, from.height);
  if (side < 1) throw Error("square", "an empty picture");
  auto const scaled = [&](int n) { return std::max(1, int((2LL * n * size + side) / (2LL * side))); };
  Picture const whole = resize(from, scaled(from.width), scaled(from.height));
  if (fit == Fit::crop) return crop(whole, (whole.width - size) / 2, (whole.height - size) / 2, size, size);
  Picture to(size, size, from.channels);
  int const x = (size - whole.width) / 2, y = (size - whole.height) / 2;
  for (int row = 0; row < whole.height; ++row)
    std::copy_n(whole.at(0, row), whole.width * whole.channels, to.at(x, y + row));
  return to;
}

}  // namespace agon::data
