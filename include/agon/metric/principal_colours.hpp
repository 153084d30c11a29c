#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/images.hpp>
#include <agon/metric/eigen.hpp>

namespace agon::metric {

/// The principal components of a set's colours (Krizhevsky et al. 2012, 4.1), of pixels in [-1, 1].
struct PrincipalColours {
  Eigen::Vector3d variance;   // along each, the largest first: eigenvalues of the covariance
  Eigen::Matrix3d direction;  // column k: the k-th of them in red, green and blue, of length 1

  /// How far colours go along a component when ColourNoise draws 1. The paper says eigenvalue, which depends
  /// on the unit: meant here is that of pixels in [0, 1], as is usual. The authors' program multiplies by
  /// what it calls standard deviations, in any unit.
  enum class Reading { eigenvalues, deviations };

  /// The statistic "colours" of ColourNoise, 3 x 3 by rows: component k is column k, times its step.
  std::vector<double> steps(Reading r = Reading::deviations) const {
    std::vector<double> all;
    for (int c = 0; c < 3; ++c)
      for (int k = 0; k < 3; ++k)
        all.push_back(direction(c, k) *
                      (r == Reading::deviations ? std::sqrt(variance(k)) : 2 * (variance(k) / 4)));
    return all;
  }
};

/// Those of all pixels that a set stores. Throws Error if it has no pictures, or none in three channels.
inline PrincipalColours principal_colours(data::Images const& set) {
  if (set.shape().c != 3)
    throw Error(set.name, {"has pictures of ", set.shape().c, " channels, and colours are of 3"});
  if (set.count() == 0) throw Error(set.name, "has no pictures, and no colours");
  std::size_t const plane = set.pictures.bytes() / 3;
  std::int64_t sum[3] = {}, product[3][3] = {};
  for (int i = 0; i < set.count(); ++i) {
    std::uint8_t const* const p = &set.pictures.planes[std::size_t(i) * set.pictures.bytes()];
    for (std::size_t e = 0; e < plane; ++e)
      for (std::size_t a = 0; a < 3; ++a) {
        sum[a] += p[a * plane + e];
        for (std::size_t b = 0; b <= a; ++b) product[a][b] += int(p[a * plane + e]) * int(p[b * plane + e]);
      }
  }
  double const n = double(plane) * set.count();
  Eigen::Matrix3d covariance;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b <= a; ++b)
      covariance(a, b) = covariance(b, a) =
          (double(product[a][b]) / n - double(sum[a]) / n * (double(sum[b]) / n)) / (127.5 * 127.5);
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> const solved(covariance);  // ascending
  return {solved.eigenvalues().reverse().cwiseMax(0.0), solved.eigenvectors().rowwise().reverse()};
}

}  // namespace agon::metric
