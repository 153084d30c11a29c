#pragma once
#include <cstddef>
#include <vector>

#include <agon/data/augment.hpp>

namespace agon::data {

/// How a sample is shown to be judged: its middle; four corners and the middle; or these five and their
/// mirror images (Krizhevsky et al. 2012, 4.1).
enum class Views { middle, five, ten };

/// The placements of the views of a sample that is stored `a.jitter` pixels larger than it is shown. Without
/// jitter all five are one, and are given once.
inline std::vector<Placement> placements(Augmentation a, Views v) {
  std::vector<Placement> all{middle(a)};
  if (v != Views::middle && a.jitter > 0)
    for (int corner = 0; corner < 4; ++corner)
      all.push_back({corner % 2 ? a.jitter : 0, corner / 2 ? a.jitter : 0, false});
  if (v == Views::ten)
    for (std::size_t k = 0, five = all.size(); k < five; ++k) all.push_back({all[k].x, all[k].y, true});
  return all;
}

}  // namespace agon::data
