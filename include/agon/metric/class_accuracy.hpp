#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include <agon/metric/features.hpp>

namespace agon::metric {

/// Of the samples of each class, the share that a classifier found to be of it, 0 to 1; of a class without
/// samples, 0. Samples drawn for a class are told from others by how many are found there (the "GAN-test" of
/// Shmelkov et al. 2018). Throws Error if there are no samples, not as many of both, or one is no class.
inline std::vector<double> class_accuracy(std::span<std::int32_t const> asked,
                                          std::span<std::int32_t const> found, int classes) {
  if (asked.empty() || classes < 1)
    throw Error("accuracy of classes", {"there are ", asked.size(), " labels of ", classes, " classes"});
  check_labels("accuracy of classes, asked for", long(found.size()), asked, classes);
  check_labels("accuracy of classes, found", long(asked.size()), found, classes);
  std::size_t const count = std::size_t(classes);
  std::vector<double> right(count), all(count);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto const k = std::size_t(asked[i]);
    all[k] += 1;
    right[k] += asked[i] == found[i];
  }
  for (std::size_t k = 0; k < right.size(); ++k)
    if (all[k] > 0) right[k] /= all[k];
  return right;
}

}  // namespace agon::metric
