#pragma once
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <agon/metric/distances.hpp>

namespace agon::metric {

/// How much samples of one class differ: of each class, the mean Euclidean distance between two of its
/// samples. A generator that draws one picture for each class has about 0 there, however well a classifier
/// knows its classes; what real samples have is the mark to compare with. Of a class with fewer than two
/// samples, 0. Throws Error if samples are not finite, not as many as labels, or a label is no class.
inline std::vector<double> variety(Array2 const& x, std::span<std::int32_t const> labels, int classes) {
  check_features("the variety", x);
  check_labels("the variety", long(x.shape(0)), labels, classes);
  std::vector<std::vector<long>> of(static_cast<std::size_t>(classes));
  for (std::size_t i = 0; i < labels.size(); ++i) of[std::size_t(labels[i])].push_back(long(i));
  std::vector<double> mean(of.size());
  in_pieces(classes, 1, [&](long first, long) {
    std::vector<long> const& rows = of[std::size_t(first)];
    double const n = double(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        mean[std::size_t(first)] += 2 * std::sqrt(squared_distance(x, rows[i], x, rows[j])) / (n * (n - 1));
  });
  return mean;
}

}  // namespace agon::metric
