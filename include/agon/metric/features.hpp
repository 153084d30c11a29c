#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <agon/core/error.hpp>
#include <agon/core/threads.hpp>
#include <agon/data/array.hpp>
#include <agon/metric/eigen.hpp>

/// Measures of sets of samples. A set is a matrix of features, (samples, features), in single precision, as
/// Classifier::features() gives it; sums are taken in double precision.
namespace agon::metric {

/// Throws Error, naming `what`, if there are fewer than `least` samples, no features, or one that is not
/// finite.
inline void check_features(Word what, Array2 const& x, long least = 1) {
  long const samples = long(x.shape(0)), width = long(x.shape(1));
  if (samples < least || width < 1)
    throw Error(what, {"it takes at least ", least, least == 1 ? " sample" : " samples",
                       " of at least one feature, and these are ", samples, " of ", width});
  for (long i = 0; i < samples * width; ++i)
    if (!std::isfinite(x.data()[i]))
      throw Error(what, {"feature ", i % width, " of sample ", i / width, " is not finite"});
}

/// The same for two sets that a metric compares; throws also if their widths differ.
inline void check_sets(Word metric, Array2 const& a, Array2 const& b, long least = 1) {
  check_features(joined({metric, ", first set"}), a, least);
  check_features(joined({metric, ", second set"}), b, least);
  if (a.shape(1) != b.shape(1))
    throw Error(metric, {"the first set has ", a.shape(1), " features and the second ", b.shape(1)});
}

/// Throws Error, naming `what`, unless each sample has a label from 0 to classes - 1.
inline void check_labels(Word what, long samples, std::span<std::int32_t const> labels, int classes) {
  if (long(labels.size()) != samples)
    throw Error(what, {"there are ", samples, " samples and ", labels.size(), " labels"});
  for (long i = 0; i < samples; ++i)
    if (std::int32_t const l = labels[std::size_t(i)]; l < 0 || l >= classes)
      throw Error(what, {"sample ", i, " has the label ", l, ", and classes are 0 to ", classes - 1});
}

/// Pictures, (N, C, H, W), as features: (N, C H W).
inline Array2 flat(Array4 const& x) {
  Array2 y = Array2::from_shape({x.shape(0), x.shape(1) * x.shape(2) * x.shape(3)});
  std::copy(x.begin(), x.end(), y.begin());
  return y;
}

/// Pictures in [-1, 1], (N, C, H, W), as pixels in [0, 1]: (N, C H W).
inline Array2 unit_pixels(Array4 const& x) {
  Array2 y = flat(x);
  for (float& v : y) v = 0.5f * v + 0.5f;
  return y;
}

/// Some samples of a set, in double precision.
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// `count` of them from number `first` on.
inline Rows rows(Array2 const& x, long first, long count) {
  using Floats = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  long const width = long(x.shape(1));
  return Eigen::Map<Floats const>(x.data() + first * width, count, width).cast<double>();
}
/// All.
inline Rows rows(Array2 const& x) { return rows(x, 0, long(x.shape(0))); }

/// f(first, count) for every piece of 0 .. total - 1, on all threads. What f does must depend on these alone,
/// and it must not throw.
///
/// Even a single piece is done in a parallel section: outside of one, Eigen splits products among threads of
/// its own, and their bits would depend on how many these are.
inline void in_pieces(long total, long piece, auto const& f) {
  long const pieces = (total + piece - 1) / piece;
  parallel(std::max(pieces, 2L), [&](long i) {
    if (i < pieces) f(i * piece, std::min(piece, total - i * piece));
  });
}

/// a b, with the same bits at any number of threads.
inline Eigen::MatrixXd product(auto const& a, auto const& b) {
  Eigen::MatrixXd c(a.rows(), b.cols());
  in_pieces(long(b.cols()), 64, [&](long first, long count) {
    c.middleCols(first, count).noalias() = a * b.middleCols(first, count);
  });
  return c;
}

}  // namespace agon::metric
