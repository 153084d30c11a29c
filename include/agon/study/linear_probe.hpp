#pragma once
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <agon/metric/linear_svm.hpp>

/// How well features tell classes apart for a linear classifier (Radford et al. 2016, section 5).
namespace agon::study {

/// Each feature minus its mean and divided by its deviation, both of one set; features that are the same
/// everywhere in it become 0.
class Standard {
 public:
  explicit Standard(Array2 const& x) {
    metric::check_features("standard features", x, 2);
    long const n = long(x.shape(0)), width = long(x.shape(1));
    mean_ = Eigen::RowVectorXd::Zero(width);
    scale_ = Eigen::RowVectorXd::Zero(width);
    for (long i = 0; i < n; ++i) mean_ += metric::rows(x, i, 1).row(0) / double(n);
    for (long i = 0; i < n; ++i) scale_ += (metric::rows(x, i, 1).row(0) - mean_).cwiseAbs2() / double(n);
    for (long k = 0; k < width; ++k)
      scale_[k] = scale_[k] > 1e-12 * (1 + mean_[k] * mean_[k]) ? 1 / std::sqrt(scale_[k]) : 0;
  }
  Array2 operator()(Array2 const& x) const {
    if (long(x.shape(1)) != mean_.size())
      throw Error("standard features",
                  {"there were ", mean_.size(), " features, and these are ", x.shape(1)});
    Array2 y = Array2::from_shape({x.shape(0), x.shape(1)});
    parallel(long(x.shape(0)), [&](long i) {
      for (long k = 0; k < mean_.size(); ++k)
        y.data()[i * mean_.size() + k] =
            float((double(x.data()[i * mean_.size() + k]) - mean_[k]) * scale_[k]);
    });
    return y;
  }

 private:
  Eigen::RowVectorXd mean_, scale_;
};

/// Features of some samples and their classes.
struct Labelled {
  Array2 features;                   // (samples, features)
  std::vector<std::int32_t> labels;  // (samples)
};

/// A linear L2-SVM on standard features, whose C was chosen.
struct LinearProbe {
  Standard standard;
  metric::LinearSVM svm;
  double c = 0, validation = 0;  // the C that did best on the validation set, and its accuracy there

  double accuracy(Labelled const& set) const { return svm.accuracy(standard(set.features), set.labels); }
};

struct LinearProbeOptions {
  std::vector<double> c{1e-5, 1e-4, 1e-3, 1e-2};  ///< to choose among
  int passes = 100;                               ///< at most, of each SVM over its samples
  double tolerance = 0.01;
};

/// Trains one for each C and keeps the one that is right most often on `validation`; of equal ones the
/// smallest C. Throws Error as linear_svm does, or if there is no C.
inline LinearProbe linear_probe(Labelled const& train, Labelled const& validation, int classes,
                                LinearProbeOptions const& o = {}) {
  if (o.c.empty()) throw Error("a linear probe", "there is no C to choose");
  Standard const standard(train.features);
  Array2 const x = standard(train.features), y = standard(validation.features);
  LinearProbe best{standard, {}, 0, -1};
  for (double const c : o.c) {
    metric::LinearSVM svm =
        metric::linear_svm(x, train.labels, classes, {.c = c, .tolerance = o.tolerance, .passes = o.passes});
    double const accuracy = svm.accuracy(y, validation.labels);
    if (accuracy > best.validation) best.svm = std::move(svm), best.c = c, best.validation = accuracy;
  }
  return best;
}

}  // namespace agon::study
