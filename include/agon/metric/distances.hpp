#pragma once
#include <algorithm>

#include <agon/metric/features.hpp>

/// Distances between all samples of two sets, which are too many to be kept.
namespace agon::metric {

/// |x[i] - y[j]|^2, from the differences themselves.
inline double squared_distance(Array2 const& x, long i, Array2 const& y, long j) {
  using Row = Eigen::Map<Eigen::VectorXf const>;
  long const width = long(x.shape(1));
  return (Row(x.data() + i * width, width).cast<double>() - Row(y.data() + j * width, width).cast<double>())
      .squaredNorm();
}

/// f(first, from, d) for every block d(j, i) = |x[first + i] - y[from + j]|^2, on all threads. A sample of x
/// meets the blocks of y one after the other on one thread, so that f may add up what it keeps for it, and
/// sums do not depend on the number of threads.
///
/// Blocks are |x|^2 + |y|^2 - 2 x y, products of matrices, about the mean of y, so that few digits cancel.
/// Where they would, the distance is taken directly: each is true to 1e-8 of itself, and equal samples are at
/// 0.
inline void squared_distances(Array2 const& x, Array2 const& y, auto const& f) {
  constexpr long wide = 256, high = 512;
  long const n = long(x.shape(0)), m = long(y.shape(0));
  Eigen::RowVectorXd centre = Eigen::RowVectorXd::Zero(long(y.shape(1)));
  for (long from = 0; from < m; from += high)
    centre += rows(y, from, std::min(high, m - from)).colwise().sum() / double(m);
  auto centred = [&](Array2 const& a, long first, long count) -> Rows {
    return rows(a, first, count).rowwise() - centre;
  };
  Eigen::VectorXd squares(m);
  in_pieces(m, high, [&](long from, long count) {
    squares.segment(from, count) = centred(y, from, count).rowwise().squaredNorm();
  });
  in_pieces(n, wide, [&](long first, long count) {
    Rows const a = centred(x, first, count);
    Eigen::RowVectorXd const own = a.rowwise().squaredNorm().transpose();
    Eigen::MatrixXd d;
    for (long from = 0; from < m; from += high) {
      long const some = std::min(high, m - from);
      d.noalias() = -2 * centred(y, from, some) * a.transpose();
      for (long i = 0; i < count; ++i)
        for (long j = 0; j < some; ++j) {
          double const both = squares[from + j] + own[i];
          d(j, i) += both;
          if (d(j, i) < 1e-6 * both) d(j, i) = squared_distance(x, first + i, y, from + j);
        }
      f(first, from, static_cast<Eigen::MatrixXd const&>(d));
    }
  });
}

}  // namespace agon::metric
