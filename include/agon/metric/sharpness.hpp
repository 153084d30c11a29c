#pragma once
#include <cmath>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>

namespace agon::metric {

/// How sharp pictures are: the mean, over all pixels and channels of a batch (N, C, H, W), of the difference
/// from the next pixel to the right and the next one below, |dx| + |dy|. Blur takes from it, noise adds to
/// it; so it is read beside that of real pictures. Throws Error if there is no pixel with both neighbours.
inline double sharpness(Array4 const& x) {
  std::size_t const planes = x.shape(0) * x.shape(1), height = x.shape(2), width = x.shape(3);
  if (planes == 0 || height < 2 || width < 2) throw Error("sharpness", "there are no pixels to compare");
  double sum = 0;
  for (std::size_t k = 0; k < planes; ++k) {
    float const* const plane = x.data() + k * height * width;
    for (std::size_t i = 0; i + 1 < height; ++i)
      for (std::size_t j = 0; j + 1 < width; ++j) {
        float const* const p = plane + i * width + j;
        sum += std::abs(double(p[1]) - double(p[0])) + std::abs(double(p[width]) - double(p[0]));
      }
  }
  return sum / double(planes * (height - 1) * (width - 1));
}

}  // namespace agon::metric
