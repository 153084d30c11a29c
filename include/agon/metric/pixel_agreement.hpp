#pragma once
#include <string>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>

namespace agon::metric {

/// The share of pixels that are black in both of two pictures or white in both, over all pictures of two
/// batches of one shape: with pictures and what they should be, the ratio of agreed pixels of Liu and Tuzel
/// 2016, section 5. A value above `threshold` is white. 0 to 1. Throws Error if shapes differ or there are no
/// pictures.
inline double pixel_agreement(Array4 const& x, Array4 const& y, float threshold = 0) {
  if (x.shape() != y.shape() || x.size() == 0)
    throw Error("pixel agreement", "it compares two batches of the same number, channels and size");
  long same = 0;
  for (std::size_t i = 0; i < x.size(); ++i) same += (x.data()[i] > threshold) == (y.data()[i] > threshold);
  return double(same) / double(x.size());
}

}  // namespace agon::metric
