#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/images.hpp>

/// The same pictures, shown otherwise.
namespace agon::data {

/// A set whose pictures are shown `jitter` pixels smaller than they are: cropped at random, and mirrored half
/// of the times if asked. Throws if the set is cropped already, or if nothing would be left.
inline Images cropped_at_random(Images set, int jitter, bool mirror = false) {
  Shape& shape = set.pictures.shape;
  if (set.pictures.jitter) throw Error(set.name, "is cropped at random already");
  if (jitter < 0 || jitter >= shape.h || jitter >= shape.w)
    throw Error(set.name, {"has pictures of ", shape.w, 'x', shape.h, ", of which ", jitter,
                           " pixels a side cannot be cropped"});
  shape.h -= jitter;
  shape.w -= jitter;
  set.pictures.jitter = jitter;
  set.augmentation = {jitter, mirror};
  return set;
}

/// A set in three channels; of gray pictures all are alike. Throws if it has neither 1 nor 3.
inline Images in_colour(Images set) {
  if (set.shape().c == 3) return set;
  if (set.shape().c != 1)
    throw Error(set.name, {"has pictures of ", set.shape().c, " channels, which are no colours"});
  std::size_t const plane = set.pictures.bytes();
  std::vector<std::uint8_t> planes;
  planes.reserve(3 * set.pictures.planes.size());
  for (std::size_t at = 0; at < set.pictures.planes.size(); at += plane)
    for (int k = 0; k < 3; ++k)
      planes.insert(planes.end(), set.pictures.planes.begin() + std::ptrdiff_t(at),
                    set.pictures.planes.begin() + std::ptrdiff_t(at + plane));
  set.pictures.planes = std::move(planes);
  set.pictures.shape.c = 3;
  return set;
}

}  // namespace agon::data
