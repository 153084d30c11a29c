#pragma once
#include <cmath>
#include <vector>

#include <agon/metric/features.hpp>
#include <agon/metric/spread.hpp>

/// exp(E KL(p(y|x) || p(y))): whether a classifier is sure of each sample and finds all classes among them
/// (Salimans et al. 2016, section 4). Where the classifier is Inception's network it is the Inception score;
/// scores of different classifiers cannot be compared.
namespace agon::metric {

/// The score of rows of probabilities, (samples, classes): from 1, all alike, to the number of classes.
inline double classifier_score(Rows const& p) {
  auto entropy = [](double v) { return v > 0 ? v * std::log(v) : 0; };
  double within = 0, between = 0;
  Eigen::RowVectorXd const mean = p.colwise().mean();
  for (long i = 0; i < p.rows(); ++i)
    for (long j = 0; j < p.cols(); ++j) within += entropy(p(i, j));
  for (long j = 0; j < p.cols(); ++j) between += entropy(mean[j]);
  return std::exp(within / double(p.rows()) - between);
}

/// Throws Error unless the numbers are finite, and each part has a sample.
inline void check_scored(Array2 const& x, int splits) {
  check_features("the classifier score", x);
  if (splits < 1 || splits > long(x.shape(0)))
    throw Error("the classifier score", {x.shape(0), " samples cannot be split into ", splits, " parts"});
}

/// Mean and deviation over `splits` parts of the samples in their order, as equal as may be.
inline Spread classifier_score(Rows const& p, int splits) {
  std::vector<double> score;
  for (long s = 0; s < splits; ++s) {
    long const first = s * long(p.rows()) / splits, end = (s + 1) * long(p.rows()) / splits;
    score.push_back(classifier_score(Rows(p.middleRows(first, end - first))));
  }
  return spread(score);
}

/// Of probabilities of classes. Throws Error if there are fewer samples than splits, if one is not within
/// 0 and 1, or if a sample's do not sum to 1 within 1e-3.
inline Spread classifier_score(Array2 const& probabilities, int splits = 10) {
  check_scored(probabilities, splits);
  Rows const p = rows(probabilities);
  for (long i = 0; i < p.rows(); ++i) {
    for (long j = 0; j < p.cols(); ++j)
      if (p(i, j) < 0 || p(i, j) > 1)
        throw Error("the classifier score",
                    {"class ", j, " of sample ", i, " has the probability ", p(i, j),
                     "; classifier_score_of_logits() takes what is before the softmax"});
    if (double const sum = p.row(i).sum(); std::abs(sum - 1) > 1e-3)
      throw Error("the classifier score", {"the probabilities of sample ", i, " sum to ", sum});
  }
  return classifier_score(p, splits);
}

/// Of logits, what the softmax is taken of. Throws Error if there are fewer samples than splits, or one is
/// not finite.
inline Spread classifier_score_of_logits(Array2 const& logits, int splits = 10) {
  check_scored(logits, splits);
  Rows p = rows(logits);
  for (long i = 0; i < p.rows(); ++i) {
    p.row(i) = (p.row(i).array() - p.row(i).maxCoeff()).exp();
    p.row(i) /= p.row(i).sum();
  }
  return classifier_score(p, splits);
}

}  // namespace agon::metric
