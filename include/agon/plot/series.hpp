#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <agon/core/error.hpp>

/// Pictures of numbers, as SVG.
namespace agon::plot {

/// Points (x, y) in their order, and what they are called. Where a number is not finite there is a gap.
struct Series {
  std::string name;
  std::vector<double> x = {}, y = {};
};

inline constexpr double gap = std::numeric_limits<double>::quiet_NaN();

/// Whether there is something to draw. Sums and differences of what is larger might overflow.
inline bool is_drawable(double v) { return std::abs(v) <= 1e300; }

inline void check(Series const& s) {
  if (s.x.size() != s.y.size())
    throw Error(s.name, {"has ", s.x.size(), " numbers x and ", s.y.size(), " numbers y"});
}

/// The exponential moving average of y: weights 1, w, w^2, ... of the last number, the one before, and so on,
/// over their sum, so that early ones are not drawn to zero. A gap stays one, and the average goes on behind
/// it.
inline Series smoothed(Series s, double w) {
  double sum = 0, weights = 0;
  for (double& y : s.y) {
    if (!is_drawable(y)) continue;
    sum = w * sum + (1 - w) * y;
    weights = w * weights + (1 - w);
    y = sum / weights;
  }
  return s;
}

/// At most about `most` points that look the same as a line: the lowest and the highest of equally many
/// neighbours each, and the first and the last. Neighbours that are all gaps leave a gap.
inline Series thinned(Series s, std::size_t most = 2000) {
  std::size_t const n = s.y.size();
  if (n <= most) return s;
  Series thin{s.name};
  auto take = [&](std::size_t i) {
    thin.x.push_back(s.x[i]);
    thin.y.push_back(s.y[i]);
  };
  take(0);
  std::size_t const buckets = std::max<std::size_t>(most / 2, 1);
  for (std::size_t b = 0; b < buckets; ++b) {
    std::size_t const first = b * n / buckets, end = (b + 1) * n / buckets;
    std::size_t low = end, high = end;
    for (std::size_t i = first; i < end; ++i) {
      if (!is_drawable(s.y[i]) || !is_drawable(s.x[i])) continue;
      if (low == end || s.y[i] < s.y[low]) low = i;
      if (high == end || s.y[i] > s.y[high]) high = i;
    }
    if (low == end) {
      thin.x.push_back(gap);
      thin.y.push_back(gap);
      continue;
    }
    take(std::min(low, high));
    if (low != high) take(std::max(low, high));
  }
  take(n - 1);
  return thin;
}

/// At most `most` points that look the same as a cloud: every k-th one.
inline Series picked(Series s, std::size_t most = 4000) {
  std::size_t const n = s.y.size();
  if (n <= most) return s;
  for (std::size_t i = 0; i < most; ++i) {
    s.x[i] = s.x[i * n / most];
    s.y[i] = s.y[i * n / most];
  }
  s.x.resize(most);
  s.y.resize(most);
  return s;
}

}  // namespace agon::plot
