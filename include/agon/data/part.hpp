#pragma once
#include <agon/data/images.hpp>

namespace agon::data {

/// Samples first, ..., first + count - 1 as a set of their own: MNIST's last 10,000 to validate with are
/// `part(set, 50'000, 10'000)`. Throws Error if there are not so many, or none is asked for.
inline Images part(Images const& set, int first, int count) {
  if (first < 0 || count < 1 || count > set.count() - first)
    throw Error(set.name, {"has ", set.count(), " samples, and not ", count, " from number ", first, " on"});
  Images some{joined({set.name, ", ", count, " from number ", first, " on"}),
              {set.pictures.shape, set.pictures.jitter, {}},
              set.augmentation,
              {},
              set.classes};
  auto const piece = [&](auto const& all, std::size_t width, auto& to) {
    auto const begin = all.begin() + std::ptrdiff_t(std::size_t(first) * width);
    to.assign(begin, begin + std::ptrdiff_t(std::size_t(count) * width));
  };
  piece(set.pictures.planes, set.pictures.bytes(), some.pictures.planes);
  if (!set.labels.empty()) piece(set.labels, 1, some.labels);
  return some;
}

}  // namespace agon::data
