#pragma once
#include <cmath>
#include <span>

namespace agon::metric {

/// What a few numbers are about.
struct Spread {
  double mean = 0;
  double deviation = 0;  ///< the root of the mean squared difference from it, as numpy.std takes it
};

inline Spread spread(std::span<double const> x) {
  Spread s;
  for (double v : x) s.mean += v / double(x.size());
  for (double v : x) s.deviation += (v - s.mean) * (v - s.mean) / double(x.size());
  s.deviation = std::sqrt(s.deviation);
  return s;
}

}  // namespace agon::metric
