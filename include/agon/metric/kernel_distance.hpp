#pragma once
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <agon/core/random.hpp>
#include <agon/metric/features.hpp>
#include <agon/metric/spread.hpp>

/// The kernel distance between two sets of samples (KID where the features are Inception's; Binkowski et al.
/// 2018, section 4): the squared maximum mean discrepancy for the kernel (x.y / features + 1)^3.
namespace agon::metric {

/// The sum of the kernel over all pairs of a row of x and one of y.
inline double kernel_sum(Rows const& x, Rows const& y) {
  constexpr long piece = 256;
  long const n = long(x.rows()), m = long(y.rows());
  std::vector<double> sum(std::size_t((n + piece - 1) / piece));
  in_pieces(n, piece, [&](long first, long count) {
    Eigen::MatrixXd k;
    for (long from = 0; from < m; from += piece) {
      auto const part = y.middleRows(from, std::min(piece, m - from));
      k.noalias() = part * x.middleRows(first, count).transpose();
      sum[std::size_t(first / piece)] += (k.array() / double(x.cols()) + 1).cube().sum();
    }
  });
  return std::accumulate(sum.begin(), sum.end(), 0.0);
}

/// The same over all pairs of different rows of x.
inline double kernel_sum(Rows const& x) {
  return kernel_sum(x, x) - (x.rowwise().squaredNorm().array() / double(x.cols()) + 1).cube().sum();
}

/// The unbiased estimate from two sets of rows, of any sign (Gretton et al. 2012, equation 3):
/// mean k(x, x') + mean k(y, y') - 2 mean k(x, y), the first two over pairs of different rows.
inline double squared_mmd(Rows const& x, Rows const& y) {
  double const n = double(x.rows()), m = double(y.rows());
  return kernel_sum(x) / (n * (n - 1)) + kernel_sum(y) / (m * (m - 1)) - 2 * kernel_sum(x, y) / (n * m);
}
/// From all samples of two sets. Throws Error if one has fewer than two or a feature that is not finite, or
/// if widths differ.
inline double squared_mmd(Array2 const& a, Array2 const& b) {
  check_sets("the kernel distance", a, b, 2);
  return squared_mmd(rows(a), rows(b));
}

/// `size` different numbers below `count` by chance, draw number `which` of a name: the first of a shuffled
/// row.
inline std::vector<long> some_of(long count, long size, std::string_view name, std::uint64_t seed,
                                 std::uint32_t which) {
  std::vector<long> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0L);
  for (long i = 0; i < size; ++i) {
    std::uint64_t const word = draw({seed, which}, stream_of(name), std::uint32_t(i), 0)[0];
    std::swap(all[std::size_t(i)], all[std::size_t(i) + ((word * std::uint64_t(count - i)) >> 32)]);
  }
  all.resize(std::size_t(size));
  return all;
}

struct KernelDistanceOptions {
  int subsets = 100;
  long size = 1000;  ///< samples in each, of either set
  std::uint64_t seed = 1;
};

/// Mean and deviation of the squared discrepancy over subsets that are drawn from either set without
/// replacement. Of equal distributions the mean is about 0, and may be less. Throws Error as squared_mmd
/// does, or if a set has fewer samples than a subset.
inline Spread kernel_distance(Array2 const& a, Array2 const& b, KernelDistanceOptions const& options = {}) {
  char const* const what = "the kernel distance";
  if (options.subsets < 1 || options.size < 2)
    throw Error(what, {"asked for ", options.subsets, " subsets of ", options.size,
                       " samples; it takes one at least, of two"});
  check_sets(what, a, b, 2);
  if (long const least = long(std::min(a.shape(0), b.shape(0))); least < options.size)
    throw Error(what, {"a set has ", least, " samples, and subsets of ", options.size,
                       " were asked for; KernelDistanceOptions::size makes them smaller"});
  auto drawn = [&](Array2 const& x, char const* name, long subset) {
    Rows part(options.size, long(x.shape(1)));
    std::vector<long> const which =
        some_of(long(x.shape(0)), options.size, name, options.seed, std::uint32_t(subset));
    for (long i = 0; i < options.size; ++i) part.row(i) = rows(x, which[std::size_t(i)], 1);
    return part;
  };
  std::vector<double> of(static_cast<std::size_t>(options.subsets));
  in_pieces(options.subsets, 1, [&](long s, long) {
    of[std::size_t(s)] = squared_mmd(drawn(a, "metric.first", s), drawn(b, "metric.second", s));
  });
  return spread(of);
}

}  // namespace agon::metric
