#pragma once
#include <algorithm>
#include <cmath>
#include <string>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push  // of g++'s own AVX-512 headers, inside Eigen
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <Eigen/Eigenvalues>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// The Frechet distance between two sets of samples, each known by its features alone (Dowson and Landau
/// 1982; as a measure of generated pictures, Heusel et al. 2017).
namespace agon::metric {

/// Mean and covariance of features.
struct Gaussian {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

/// Those of a matrix whose rows are samples; the covariance is the unbiased estimate. Throws Error, naming
/// `what`, if there are fewer than two samples or a feature is not finite.
inline Gaussian gaussian(Array2 const& features, std::string const& what = "features") {
  long const samples = long(features.shape(0)), width = long(features.shape(1)), piece = 256;
  if (samples < 2 || width < 1)
    throw Error(what, {"a distance needs at least two samples of at least one feature, and these are ",
                       samples, " of ", width});
  for (long i = 0; i < samples * width; ++i)
    if (!std::isfinite(features.data()[i]))
      throw Error(what, {"feature ", i % width, " of sample ", i / width, " is not finite"});
  auto rows = [&](long first) {
    using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Eigen::Map<Rows const> const part(features.data() + first * width, std::min(piece, samples - first),
                                      width);
    return Eigen::MatrixXd(part.cast<double>());
  };
  Gaussian g{Eigen::VectorXd::Zero(width), Eigen::MatrixXd::Zero(width, width)};
  for (long first = 0; first < samples; first += piece) g.mean += rows(first).colwise().sum().transpose();
  g.mean /= double(samples);
  for (long first = 0; first < samples; first += piece) {
    Eigen::MatrixXd const centred = rows(first).rowwise() - g.mean.transpose();
    g.covariance.noalias() += centred.transpose() * centred;
  }
  g.covariance /= double(samples - 1);
  return g;
}

/// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))
///
/// The product has the eigenvalues of C1^(1/2) C2 C1^(1/2), which is symmetric and has none below zero, so
/// that no general square root is needed. Throws Error if the widths differ.
inline double frechet(Gaussian const& a, Gaussian const& b) {
  if (a.mean.size() != b.mean.size())
    throw Error("the Frechet distance",
                {"one set has ", a.mean.size(), " features and the other ", b.mean.size()});
  using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;
  auto roots = [](Solver const& s) { return s.eigenvalues().cwiseMax(0.0).cwiseSqrt().eval(); };
  Solver const first(a.covariance);
  Eigen::MatrixXd const& v = first.eigenvectors();
  Eigen::MatrixXd const root = v * roots(first).asDiagonal() * v.transpose();
  double const shared = roots(Solver(root * b.covariance * root, Eigen::EigenvaluesOnly)).sum();
  double const d = (a.mean - b.mean).squaredNorm() + a.covariance.trace() + b.covariance.trace() - 2 * shared;
  return std::max(d, 0.0);  // rounding can leave a little less than nothing
}
inline double frechet(Array2 const& a, Array2 const& b) {
  return frechet(gaussian(a, "the first set's features"), gaussian(b, "the second set's features"));
}

}  // namespace agon::metric
