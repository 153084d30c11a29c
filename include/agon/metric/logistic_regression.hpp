#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <agon/metric/features.hpp>

/// Logistic regression on features: which of them tell two kinds of samples apart (Radford et al. 2016,
/// section 6.3.2, which finds the filters that draw windows by it).
namespace agon::metric {

/// p(1 | x) = 1 / (1 + exp(-(weight x + bias)))
struct LogisticRegression {
  Eigen::VectorXd weight;  // (features)
  double bias = 0;

  /// Of each sample that its label is 1.
  std::vector<double> probabilities(Array2 const& x) const {
    check_features("logistic regression", x);
    if (long(x.shape(1)) != weight.size())
      throw Error("logistic regression",
                  {"it was trained on ", weight.size(), " features, and these are ", x.shape(1)});
    std::vector<double> p(x.shape(0));
    for (std::size_t i = 0; i < p.size(); ++i)
      p[i] = 1 / (1 + std::exp(-(rows(x, long(i), 1).row(0).dot(weight) + bias)));
    return p;
  }
  /// The share of samples whose label is the likelier one.
  double accuracy(Array2 const& x, std::span<std::int32_t const> labels) const {
    check_labels("logistic regression", long(x.shape(0)), labels, 2);
    std::vector<double> const p = probabilities(x);
    long right = 0;
    for (std::size_t i = 0; i < p.size(); ++i) right += (p[i] > 0.5) == (labels[i] == 1);
    return double(right) / double(p.size());
  }
};

/// Minimises |w|^2 / 2 + C sum log(1 + exp(-y (w x + b))), y = +-1 for labels 1 and 0; b is free.
///
/// By Newton's method (iteratively reweighted least squares; Hastie et al. 2009, section 4.4.1) with steps
/// halved until they lead down, to the last digits. Throws Error if a feature is not finite, a label is
/// neither 0 nor 1, one of them is missing, or C is not above zero.
inline LogisticRegression logistic_regression(Array2 const& x, std::span<std::int32_t const> labels,
                                              double c = 1) {
  char const* const what = "logistic regression";
  if (!(c > 0) || !std::isfinite(c)) throw Error(what, {"C is ", c, " and should be above zero"});
  check_features(what, x, 2);
  check_labels(what, long(x.shape(0)), labels, 2);
  long const n = long(x.shape(0)), width = long(x.shape(1));
  long const ones = std::count(labels.begin(), labels.end(), 1);
  if (ones == 0 || ones == n) throw Error(what, {"all ", n, " samples have the label ", ones ? 1 : 0});

  Rows one(n, width + 1);  // the last feature is 1
  one << rows(x), Eigen::VectorXd::Ones(n);
  Eigen::VectorXd sign(n), pull = Eigen::VectorXd::Ones(width + 1);
  for (long i = 0; i < n; ++i) sign[i] = labels[std::size_t(i)] ? 1 : -1;
  pull[width] = 0;
  auto objective = [&](Eigen::VectorXd const& w) {
    Eigen::ArrayXd const margin = sign.cwiseProduct(one * w).array();
    // log(1 + exp(-m)) without overflow
    return 0.5 * w.cwiseAbs2().dot(pull) + c * ((-margin.abs()).exp().log1p() - margin.min(0.0)).sum();
  };
  Eigen::VectorXd w = Eigen::VectorXd::Zero(width + 1);
  for (int step = 0; step < 100; ++step) {
    Eigen::ArrayXd const p = 1 / (1 + (sign.cwiseProduct(one * w)).array().exp());  // of the wrong label
    Eigen::VectorXd const slope =
        w.cwiseProduct(pull) - c * (one.transpose() * sign.cwiseProduct(p.matrix()));
    Rows const weighed = (p * (1 - p)).matrix().asDiagonal() * one;
    Eigen::MatrixXd curvature = c * product(one.transpose(), weighed);
    curvature.diagonal() += pull;
    Eigen::VectorXd const down = -curvature.ldlt().solve(slope);
    double const gain = -slope.dot(down), before = objective(w);
    if (!std::isfinite(gain)) break;
    if (gain <= 1e-12 * before) return {(w + down).head(width), (w + down)[width]};
    double length = 1;
    while (length > 1e-10 && !(objective(w + length * down) <= before - 1e-4 * length * gain)) length /= 2;
    w += length * down;
  }
  throw Error(what, "Newton's method did not converge; features of like size, about 1, help it");
}

}  // namespace agon::metric
