#pragma once
#include <cmath>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>

namespace agon::metric {

/// The mean of |x - y| over all numbers of two batches, (N, C, H, W). Throws Error if they differ in shape or
/// are empty.
inline double pixel_distance(Array4 const& x, Array4 const& y) {
  if (x.shape() != y.shape() || x.size() == 0)
    throw Error("pixel distance",
                {"of batches of ", x.size(), " and ", y.size(), " numbers; give two of one shape"});
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += std::abs(double(x.data()[i]) - double(y.data()[i]));
  return sum / double(x.size());
}

}  // namespace agon::metric
