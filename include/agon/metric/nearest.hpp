#pragma once
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <agon/metric/distances.hpp>

/// The nearest neighbours of samples in another set: what they are like, and whether they were learned by
/// heart (Goodfellow et al. 2014, figure 2).
namespace agon::metric {

/// Of each sample its k nearest, the nearest first; of equal distances the first row first.
struct Neighbours {
  Eigen::Matrix<long, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> row;  // (samples, k)
  Rows squared;                                                              // (samples, k), distances
};

/// The k rows of `among` that are nearest to each sample, by squared Euclidean distance. A sample that is one
/// of them is its own neighbour, at 0. Throws Error if k is less than one or more than there are, if a set is
/// empty or not finite, or if widths differ.
inline Neighbours nearest(Array2 const& samples, Array2 const& among, int k = 1) {
  check_sets("nearest neighbours", samples, among);
  long const n = long(samples.shape(0));
  if (k < 1 || k > long(among.shape(0)))
    throw Error("nearest neighbours", {"asked for ", k, " of ", among.shape(0)});
  Neighbours best{decltype(Neighbours::row)::Zero(n, k),
                  Rows::Constant(n, k, std::numeric_limits<double>::infinity())};
  squared_distances(samples, among, [&](long first, long from, Eigen::MatrixXd const& d) {
    for (long i = 0; i < d.cols(); ++i) {
      double* const squared = &best.squared(first + i, 0);
      long* const row = &best.row(first + i, 0);
      for (long j = 0; j < d.rows(); ++j) {
        if (!(d(j, i) < squared[k - 1])) continue;
        int at = k - 1;
        for (; at > 0 && d(j, i) < squared[at - 1]; --at) {
          squared[at] = squared[at - 1];
          row[at] = row[at - 1];
        }
        squared[at] = d(j, i);
        row[at] = from + j;
      }
    }
  });
  in_pieces(n, 64, [&](long first, long count) {  // to the last digit
    std::vector<std::pair<double, long>> found(static_cast<std::size_t>(k));
    for (long i = first; i < first + count; ++i) {
      for (int c = 0; c < k; ++c)
        found[std::size_t(c)] = {squared_distance(samples, i, among, best.row(i, c)), best.row(i, c)};
      std::sort(found.begin(), found.end());
      for (int c = 0; c < k; ++c) {
        best.squared(i, c) = found[std::size_t(c)].first;
        best.row(i, c) = found[std::size_t(c)].second;
      }
    }
  });
  return best;
}

}  // namespace agon::metric
