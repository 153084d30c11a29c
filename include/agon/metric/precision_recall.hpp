#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include <agon/metric/nearest.hpp>

/// How good samples are and how much they cover, apart: by balls about the samples of either set, each as
/// large as its k-th nearest neighbour within the set is far.
namespace agon::metric {

struct PrecisionRecall {
  double precision = 0;  ///< share of generated samples within a ball of real ones; 0 to 1
  double recall = 0;     ///< share of real samples within a ball of generated ones; 0 to 1
  double density = 0;    ///< balls of real samples that a generated one lies in, by k; 0 on, about 1 if alike
  double coverage = 0;   ///< share of balls of real samples with a generated one within; 0 to 1
};

/// Improved precision and recall (Kynkaanniemi et al. 2019, equations 1 and 2; their k is 3), density and
/// coverage (Naeem et al. 2020, section 3; their k is 5). A ball has its border. Throws Error if k is
/// less than one, a set has no more than k samples or one that is not finite, or widths differ.
inline PrecisionRecall precision_recall(Array2 const& real, Array2 const& generated, int k = 3) {
  if (k < 1) throw Error("precision and recall", {"balls reach the nearest neighbour or beyond, not ", k});
  check_sets("precision and recall", real, generated, k + 1);
  auto radii = [&](Array2 const& x) -> Eigen::VectorXd { return nearest(x, x, k + 1).squared.col(k); };
  Eigen::VectorXd const about_real = radii(real), about_generated = radii(generated);
  // Borders are exact; distances of blocks are true to 1e-8.
  auto within = [](double d, double radius, auto const& exact) {
    return std::abs(d - radius) > 1e-7 * radius ? d < radius : exact() <= radius;
  };
  std::vector<long> balls(generated.shape(0)), reached(real.shape(0)), covered(real.shape(0));
  squared_distances(generated, real, [&](long first, long from, Eigen::MatrixXd const& d) {
    for (long i = 0; i < d.cols(); ++i)
      for (long j = 0; j < d.rows(); ++j)
        balls[std::size_t(first + i)] += within(d(j, i), about_real[from + j], [&] {
          return squared_distance(generated, first + i, real, from + j);
        });
  });
  squared_distances(real, generated, [&](long first, long from, Eigen::MatrixXd const& d) {
    for (long i = 0; i < d.cols(); ++i)
      for (long j = 0; j < d.rows(); ++j) {
        auto exact = [&] { return squared_distance(real, first + i, generated, from + j); };
        reached[std::size_t(first + i)] |= within(d(j, i), about_generated[from + j], exact);
        covered[std::size_t(first + i)] |= within(d(j, i), about_real[first + i], exact);
      }
  });
  auto share = [](std::vector<long> const& x) {
    return double(std::count_if(x.begin(), x.end(), [](long v) { return v > 0; })) / double(x.size());
  };
  double all = 0;
  for (long b : balls) all += double(b);
  return {share(balls), share(reached), all / (double(k) * double(balls.size())), share(covered)};
}

}  // namespace agon::metric
