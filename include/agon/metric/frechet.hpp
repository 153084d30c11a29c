#pragma once
#include <algorithm>
#include <string>

#include <agon/metric/features.hpp>

/// The Frechet distance between two sets of samples, each known by its features alone (Dowson and Landau
/// 1982; as a measure of generated pictures, Heusel et al. 2017, equation 6).
namespace agon::metric {

/// Mean and covariance of features.
struct Gaussian {
  Eigen::VectorXd mean;        // (features)
  Eigen::MatrixXd covariance;  // (features, features)
};

/// Those of a set; the covariance is the unbiased estimate. Throws Error, naming `what`, if there are fewer
/// than two samples or a feature is not finite.
inline Gaussian gaussian(Array2 const& features, std::string const& what = "features") {
  check_features(what, features, 2);
  long const samples = long(features.shape(0)), width = long(features.shape(1)), piece = 1024;
  auto part = [&](long first) { return rows(features, first, std::min(piece, samples - first)); };
  Gaussian g{Eigen::VectorXd::Zero(width), Eigen::MatrixXd::Zero(width, width)};
  for (long first = 0; first < samples; first += piece) g.mean += part(first).colwise().sum().transpose();
  g.mean /= double(samples);
  for (long first = 0; first < samples; first += piece) {
    Rows const centred = part(first).rowwise() - g.mean.transpose();
    g.covariance += product(centred.transpose(), centred);
  }
  g.covariance /= double(samples - 1);
  return g;
}

/// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), from 0 on.
///
/// The product has the eigenvalues of C1^(1/2) C2 C1^(1/2), which is symmetric and has none below zero, so
/// that no general square root is needed. With fewer samples than features the covariances are singular,
/// which does no harm here; the estimate is biased upwards all the more. Throws Error if the sizes differ or
/// a moment is not finite.
inline double frechet(Gaussian const& a, Gaussian const& b) {
  for (Gaussian const* g : {&a, &b})
    if (g->covariance.rows() != g->mean.size() || g->covariance.cols() != g->mean.size())
      throw Error("the Frechet distance",
                  {"there is a mean of ", g->mean.size(), " features with a covariance of ",
                   g->covariance.rows(), " x ", g->covariance.cols()});
  if (a.mean.size() != b.mean.size())
    throw Error("the Frechet distance",
                {"the first set has ", a.mean.size(), " features and the second ", b.mean.size()});
  for (Gaussian const* g : {&a, &b})
    if (!g->mean.allFinite() || !g->covariance.allFinite())
      throw Error("the Frechet distance",
                  {"a moment of the ", g == &a ? "first" : "second", " set is not finite"});
  using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;
  auto solved = [](Eigen::MatrixXd const& m, int what) {
    Solver s;
    in_pieces(1, 1, [&](long, long) { s.compute(m, what); });
    return s;
  };
  auto roots = [](Solver const& s) { return s.eigenvalues().cwiseMax(0.0).cwiseSqrt().eval(); };
  Solver const first = solved(a.covariance, Eigen::ComputeEigenvectors);
  Eigen::MatrixXd const& v = first.eigenvectors();
  Eigen::MatrixXd const root = product((v * roots(first).asDiagonal()).eval(), v.transpose());
  Eigen::MatrixXd const between = product(product(root, b.covariance), root);
  double const shared = roots(solved(between, Eigen::EigenvaluesOnly)).sum();
  double const d = (a.mean - b.mean).squaredNorm() + a.covariance.trace() + b.covariance.trace() - 2 * shared;
  return std::max(d, 0.0);  // rounding can leave a little less than nothing
}
/// Of two sets of at least two samples, with as many features.
inline double frechet(Array2 const& a, Array2 const& b) {
  check_sets("the Frechet distance", a, b, 2);
  return frechet(gaussian(a), gaussian(b));
}

}  // namespace agon::metric
