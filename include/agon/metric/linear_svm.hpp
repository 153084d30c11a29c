#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <agon/core/random.hpp>
#include <agon/metric/features.hpp>

/// A linear support vector machine on features: how well they tell classes apart (Radford et al. 2016,
/// section 5.1).
namespace agon::metric {

/// One class against the rest, for each: the class of the largest weight x + bias.
struct LinearSVM {
  Rows weight;           // (classes, features)
  Eigen::VectorXd bias;  // (classes)
  double violation =
      0;  ///< largest component of the dual's projected gradient that was left: 0 at the optimum

  std::vector<std::int32_t> predict(Array2 const& x) const {
    check_features("the linear SVM", x);
    if (long(x.shape(1)) != weight.cols())
      throw Error("the linear SVM",
                  {"it was trained on ", weight.cols(), " features, and these are ", x.shape(1)});
    std::vector<std::int32_t> labels(x.shape(0));
    in_pieces(long(x.shape(0)), 256, [&](long first, long count) {
      Rows const score = (rows(x, first, count) * weight.transpose()).rowwise() + bias.transpose();
      for (long i = 0; i < count; ++i) {
        long best = 0;
        score.row(i).maxCoeff(&best);
        labels[std::size_t(first + i)] = std::int32_t(best);
      }
    });
    return labels;
  }
  /// The share of samples that are predicted as labelled.
  double accuracy(Array2 const& x, std::span<std::int32_t const> labels) const {
    check_labels("the linear SVM", long(x.shape(0)), labels, int(weight.rows()));
    std::vector<std::int32_t> const found = predict(x);
    long right = 0;
    for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == labels[i];
    return double(right) / double(found.size());
  }
};

struct LinearSVMOptions {
  double c = 1;             ///< weight of the samples' losses
  double tolerance = 1e-3;  ///< of the violation at which it ends
  int passes = 1000;        ///< at most, over all samples
  std::uint64_t seed = 1;   ///< of the order of the samples
};

/// Minimises |w|^2 / 2 + C sum max(0, 1 - y (w x + b))^2 for each class, where b is one of w, the weight of a
/// feature that is 1 everywhere, as in liblinear.
///
/// By coordinate descent in the dual problem (Hsieh et al. 2008, algorithm 1), which converges linearly, in
/// an order that is drawn anew for each pass. Features of like size, about 1, take the fewest. Throws Error
/// if a feature is not finite, a label is no class, a class has no sample, or an option is not above zero.
inline LinearSVM linear_svm(Array2 const& x, std::span<std::int32_t const> labels, int classes,
                            LinearSVMOptions const& options = {}) {
  char const* const what = "the linear SVM";
  if (classes < 2) throw Error(what, {"asked to tell ", classes, " classes apart"});
  if (!(options.c > 0) || !(options.tolerance > 0) || options.passes < 1)
    throw Error(what, {"C is ", options.c, ", the tolerance ", options.tolerance, ", and there are at most ",
                       options.passes, " passes; all should be above zero"});
  check_features(what, x);
  check_labels(what, long(x.shape(0)), labels, classes);
  for (int k = 0; k < classes; ++k)
    if (std::find(labels.begin(), labels.end(), k) == labels.end())
      throw Error(what, {"class ", k, " has no sample"});

  long const n = long(x.shape(0)), width = long(x.shape(1));
  auto row = [&](long i) {
    return Eigen::Map<Eigen::VectorXf const>(x.data() + i * width, width).cast<double>();
  };
  double const own = 0.5 / options.c;  // of the dual's diagonal, as the loss is squared
  Eigen::VectorXd diagonal(n);
  for (long i = 0; i < n; ++i) diagonal[i] = row(i).squaredNorm() + 1 + own;

  LinearSVM svm{Rows::Zero(classes, width), Eigen::VectorXd::Zero(classes), 0};
  std::vector<double> violation(static_cast<std::size_t>(classes));
  in_pieces(classes, 1, [&](long k, long) {
    Eigen::VectorXd w = Eigen::VectorXd::Zero(width), dual = Eigen::VectorXd::Zero(n);
    double bias = 0;
    std::vector<long> order(static_cast<std::size_t>(n));
    for (long i = 0; i < n; ++i) order[std::size_t(i)] = i;
    for (int pass = 0; pass < options.passes; ++pass) {
      double most = 0;
      for (long left = n; left > 0; --left) {
        std::uint64_t const word =
            draw({options.seed, std::uint32_t(pass)}, stream_of("metric.svm"), std::uint32_t(left), 0)[0];
        std::size_t const at = std::size_t((word * std::uint64_t(left)) >> 32);
        std::swap(order[at], order[std::size_t(left - 1)]);
        long const i = order[std::size_t(left - 1)];
        double const y = labels[std::size_t(i)] == k ? 1 : -1;
        double const slope = y * (row(i).dot(w) + bias) - 1 + own * dual[i];
        double const free = dual[i] > 0 ? slope : std::min(slope, 0.0);
        most = std::max(most, std::abs(free));
        if (free == 0) continue;
        double const next = std::max(dual[i] - slope / diagonal[i], 0.0), step = (next - dual[i]) * y;
        dual[i] = next;
        w += step * row(i);
        bias += step;
      }
      violation[std::size_t(k)] = most;
      if (most <= options.tolerance) break;
    }
    svm.weight.row(k) = w.transpose();
    svm.bias[k] = bias;
  });
  svm.violation = *std::max_element(violation.begin(), violation.end());
  return svm;
}

}  // namespace agon::metric
