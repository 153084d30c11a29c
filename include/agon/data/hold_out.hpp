#pragma once
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/data/augment.hpp>
#include <agon/data/images.hpp>

namespace agon::data {

/// A set in two: `count` samples drawn at random by `seed` are the second, all others the first, both in the
/// set's order. Throws unless each has at least one.
inline std::pair<Images, Images> hold_out(Images const& set, int count, std::uint64_t seed = 1) {
  if (count < 1 || count >= set.count())
    throw Error(set.name, {"has ", set.count(), " samples, of which ", count, " cannot be held out"});
  std::vector<int> order(std::size_t(set.count()));
  std::iota(order.begin(), order.end(), 0);
  for (std::uint32_t i = std::uint32_t(order.size()); i > 1; --i)
    std::swap(order[i - 1], order[below(draw({seed, 0}, stream_of("data.hold_out"), 0, i), i)]);
  std::vector<bool> held(order.size());
  for (int k = 0; k < count; ++k) held[std::size_t(order[std::size_t(k)])] = true;

  std::pair<Images, Images> parts;
  std::size_t const bytes = set.pictures.bytes();
  for (bool second : {false, true}) {
    Images& part = second ? parts.second : parts.first;
    part = {set.name + (second ? ", held out" : ""),
            {set.pictures.shape, set.pictures.jitter, {}},
            set.augmentation,
            {},
            set.classes};
    part.pictures.reserve(std::size_t(second ? count : set.count() - count));
    for (std::size_t i = 0; i < held.size(); ++i) {
      if (held[i] != second) continue;
      auto const from = set.pictures.planes.begin() + std::ptrdiff_t(i * bytes);
      part.pictures.planes.insert(part.pictures.planes.end(), from, from + std::ptrdiff_t(bytes));
      if (!set.labels.empty()) part.labels.push_back(set.labels[i]);
    }
  }
  return parts;
}

}  // namespace agon::data
