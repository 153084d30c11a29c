#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <agon/core/error.hpp>

/// How two numbers of the same things go together.
namespace agon::metric {

/// A straight line through points, by least squares of y, and how well it does.
struct Line {
  double slope = 0, intercept = 0;
  double correlation = 0;  ///< Pearson's, -1 to 1
};

/// Throws Error if there are not as many x as y, fewer than two, one is not finite, or x or y is always the
/// same.
inline Line regression(std::span<double const> x, std::span<double const> y) {
  std::size_t const n = x.size();
  if (n != y.size() || n < 2)
    throw Error("the correlation", {"there are ", n, " numbers x and ", y.size(), " numbers y"});
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i]))
      throw Error("the correlation", {"number ", i, " is not finite"});
    mx += x[i] / double(n);
    my += y[i] / double(n);
  }
  for (std::size_t i = 0; i < n; ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  if (!(xx > 0) || !(yy > 0)) throw Error("the correlation", {xx > 0 ? "y" : "x", " is always the same"});
  return {xy / xx, my - xy / xx * mx, std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0)};
}

/// Pearson's correlation: of deviations from the mean. Throws Error as regression does.
inline double pearson(std::span<double const> x, std::span<double const> y) {
  return regression(x, y).correlation;
}

/// The ranks of numbers, from 1 for the least; equal ones share the mean of their ranks.
inline std::vector<double> ranks(std::span<double const> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> rank(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && x[order[end]] == x[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) rank[order[k]] = double(i + 1 + end) / 2;
    i = end;
  }
  return rank;
}

/// Spearman's correlation: Pearson's of the ranks, 1 if y only ever grows with x. Throws Error as regression
/// does.
inline double spearman(std::span<double const> x, std::span<double const> y) {
  for (std::span<double const> s : {x, y})
    if (std::any_of(s.begin(), s.end(), [](double v) { return !std::isfinite(v); }))
      throw Error("the correlation", "a number is not finite");
  return pearson(ranks(x), ranks(y));
}

}  // namespace agon::metric
