#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/images.hpp>

/// Sets of points, such as of the plane: what a network that is trained on pictures learns as well.
namespace agon::data {

/// Points of `width` numbers. What stands there is (x - centre) / scale of what was measured, number by
/// number.
struct Points {
  using Batch = ImageBatch;  // (N, width, 1, 1), without labels

  std::string name;
  int width = 2;
  std::vector<float> numbers;         // (count, width)
  std::vector<double> centre, scale;  // (width) each, or empty: 0 and 1
  Augmentation augmentation{};        // none

  int count() const { return width > 0 ? int(numbers.size() / std::size_t(width)) : 0; }
  Shape shape() const { return features(width); }
  float const* point(int i) const { return numbers.data() + std::size_t(i) * std::size_t(width); }

  /// Room for n points.
  Batch batch(int n) const { return {empty_batch(n, shape()), {}}; }
  /// Point `sample` of the set becomes row `row` of the batch.
  void write(Batch& to, int row, int sample, Placement) const {
    std::copy_n(point(sample), width, &to.images(row, 0, 0, 0));
  }
  /// Points first, ..., first + n - 1: (n, width). Throws Error if there are not so many.
  Array2 some(int first, int n) const {
    if (first < 0 || n < 1 || n > count() - first)
      throw Error(name, {"has ", count(), " points, and not ", n, " from number ", first, " on"});
    Array2 x = Array2::from_shape({std::size_t(n), std::size_t(width)});
    std::copy_n(point(first), n * width, x.data());
    return x;
  }
};

/// A set whose numbers have mean 0 and deviation 1 each; it remembers how to go back. Throws Error if one of
/// them does not vary or is not finite.
inline Points standardised(Points set) {
  std::size_t const width = std::size_t(set.width), n = std::size_t(set.count());
  if (!set.centre.empty()) throw Error(set.name, "was standardised before");
  for (std::size_t c = 0; c < width; ++c) {
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) sum += set.numbers[i * width + c];
    double const mean = sum / double(n);
    for (std::size_t i = 0; i < n; ++i) squares += std::pow(set.numbers[i * width + c] - mean, 2);
    double const deviation = std::sqrt(squares / double(n));
    if (!(deviation > 0) || !std::isfinite(deviation))
      throw Error(set.name, {"number ", c, " of its points has the deviation ", deviation});
    for (std::size_t i = 0; i < n; ++i)
      set.numbers[i * width + c] = float((set.numbers[i * width + c] - mean) / deviation);
    set.centre.push_back(mean);
    set.scale.push_back(deviation);
  }
  return set;
}

/// Points as they are measured, (n, width), of such as the set holds: a batch (n, width, 1, 1) or (n, width).
/// Throws Error if they are of another width.
template <class Array>
Array2 measured(Points const& set, Array const& x) {
  std::size_t const n = x.shape(0), width = std::size_t(set.width);
  if (x.size() != n * width)
    throw Error(set.name, {"its points have ", width, " numbers, and there are ", x.size(), " for ", n});
  Array2 y = Array2::from_shape({n, width});
  std::copy(x.begin(), x.end(), y.begin());
  if (!set.centre.empty())
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t c = 0; c < width; ++c) y(i, c) = float(set.centre[c] + set.scale[c] * double(y(i, c)));
  return y;
}

}  // namespace agon::data
