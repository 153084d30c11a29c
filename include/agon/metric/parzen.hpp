#pragma once
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include <agon/metric/distances.hpp>
#include <agon/metric/spread.hpp>

/// Log-likelihood under Parzen windows: Gaussians about generated samples (Breuleux et al. 2011; Goodfellow
/// et al. 2014, section 5, whose script this follows). It is a rough guide where there are many features
/// (Theis et al. 2016).
namespace agon::metric {

/// log 1/N sum_i N(point; sample_i, sigma^2 I) in nats, of each point and each sigma: (points, sigmas).
///
/// All sigmas share the distances; exponents are taken from the nearest sample met so far, so that none
/// overflows. Throws Error if a sigma is not above zero, a set is empty or not finite, or widths differ.
inline Eigen::MatrixXd parzen_log_likelihoods(Array2 const& samples, Array2 const& points,
                                              std::span<double const> sigmas) {
  check_sets("Parzen windows", samples, points);
  for (double s : sigmas)
    if (!(s > 0) || !std::isfinite(s)) throw Error("Parzen windows", {"there is a sigma of ", s});
  long const n = long(points.shape(0)), width = long(points.shape(1)), many = long(sigmas.size());
  Eigen::VectorXd least = Eigen::VectorXd::Constant(n, std::numeric_limits<double>::infinity());
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(n, many);
  auto steepness = [&](long s) { return -0.5 / (sigmas[std::size_t(s)] * sigmas[std::size_t(s)]); };
  squared_distances(points, samples, [&](long first, long, Eigen::MatrixXd const& d) {
    for (long i = 0; i < d.cols(); ++i) {
      double& closest = least[first + i];
      double const before = closest;
      closest = std::min(closest, d.col(i).minCoeff());
      for (long s = 0; s < many; ++s) {
        double& total = sum(first + i, s);
        if (closest < before) total *= std::exp(steepness(s) * (before - closest));
        total += (steepness(s) * (d.col(i).array() - closest)).exp().sum();
      }
    }
  });
  for (long s = 0; s < many; ++s) {
    double const sigma = sigmas[std::size_t(s)];
    double const volume = double(width) * std::log(sigma * std::sqrt(2 * std::numbers::pi)) +
                          std::log(double(samples.shape(0)));
    sum.col(s) = sum.col(s).array().log() + steepness(s) * least.array() - volume;
  }
  return sum;
}

/// A mean of log-likelihoods and its standard error, the deviation by the root of their number.
struct Likelihood {
  double mean = 0, error = 0;
};

/// That of points for one sigma.
inline Likelihood parzen(Array2 const& samples, Array2 const& points, double sigma) {
  Eigen::MatrixXd const l = parzen_log_likelihoods(samples, points, {&sigma, 1});
  Spread const s = spread({l.data(), std::size_t(l.rows())});
  return {s.mean, s.deviation / std::sqrt(double(l.rows()))};
}

/// `count` numbers from `low` to `high`, each the same multiple of the one before.
inline std::vector<double> log_grid(double low, double high, int count) {
  if (!(low > 0) || !(high > 0) || count < 1)
    throw Error("a grid", {"asked for ", count, " numbers from ", low, " to ", high});
  std::vector<double> grid;
  for (int i = 0; i < count; ++i)
    grid.push_back(count == 1 ? low : low * std::pow(high / low, double(i) / (count - 1)));
  return grid;
}

struct ParzenFit {
  double sigma = 0;
  double validation = 0;  ///< mean log-likelihood there
  Likelihood test;
};

/// That of test points for the sigma of the grid which makes validation points likeliest; if it is the first
/// or the last, the grid should reach further. The default grid is that of Goodfellow et al.'s script.
inline ParzenFit parzen(Array2 const& samples, Array2 const& validation, Array2 const& test,
                        std::span<double const> grid = log_grid(0.1, 1, 10)) {
  if (grid.empty()) throw Error("Parzen windows", "the grid of sigmas is empty");
  check_sets("Parzen windows", samples, test);
  Eigen::RowVectorXd const mean = parzen_log_likelihoods(samples, validation, grid).colwise().mean();
  long best = 0;
  double const most = mean.maxCoeff(&best);
  double const sigma = grid[std::size_t(best)];
  return {sigma, most, parzen(samples, test, sigma)};
}

}  // namespace agon::metric
