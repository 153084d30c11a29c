#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/images.hpp>

namespace agon::data {

/// The mean of a set's pictures, shown by their middles: (C, H, W) numbers in [-1, 1], for a layer Centred.
/// Throws if there are none.
inline std::vector<double> mean_picture(Images const& set) {
  if (set.count() == 0) throw Error(set.name, "has no pictures to be the mean of");
  Shape const d = set.shape();
  std::size_t const jitter = std::size_t(set.pictures.jitter), width = std::size_t(d.w) + jitter,
                    height = std::size_t(d.h) + jitter;
  Placement const p = middle(set.augmentation);
  std::vector<std::uint64_t> sum(std::size_t(d.size()));
  for (int i = 0; i < set.count(); ++i) {
    std::uint8_t const* const from = &set.pictures.planes[std::size_t(i) * set.pictures.bytes()];
    std::size_t k = 0;
    for (std::size_t c = 0; c < std::size_t(d.c); ++c)
      for (std::size_t y = 0; y < std::size_t(d.h); ++y)
        for (std::size_t x = 0; x < std::size_t(d.w); ++x)
          sum[k++] += from[(c * height + std::size_t(p.y) + y) * width + std::size_t(p.x) + x];
  }
  std::vector<double> mean;
  for (std::uint64_t s : sum) mean.push_back(double(s) / set.count() / 127.5 - 1);
  return mean;
}

}  // namespace agon::data
