#pragma once
#include <cmath>
#include <doctest/doctest.h>

#include "sheet.hpp"

namespace agon::test {

inline constexpr double difference_step = 1e-6, absolute_error = 1e-6, relative_error = 1e-5;

/// Compares d(y)/d(x), y a number, with central differences, for each element of each leaf in x.
inline void compare(Sheet& s, Tensor y, List<Tensor> const& x, List<Tensor> const& dx) {
  s.run();
  std::vector<std::vector<double>> analytic;
  for (Tensor d : dx) analytic.push_back(s.of(d));
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double>& leaf = s.leaf(x[i]);
    REQUIRE(analytic[i].size() == leaf.size());
    for (std::size_t k = 0; k < leaf.size(); ++k) {
      double const middle = leaf[k];
      leaf[k] = middle + difference_step;
      s.run();
      double const above = s.of(y)[0];
      leaf[k] = middle - difference_step;
      s.run();
      double const below = s.of(y)[0];
      leaf[k] = middle;
      double const numeric = (above - below) / (2 * difference_step);
      CAPTURE(i);
      CAPTURE(k);
      REQUIRE(std::abs(analytic[i][k] - numeric) <= absolute_error + relative_error * std::abs(numeric));
    }
  }
}

/// The gradient of y by x, and the gradient of the squared length of that gradient, against central
/// differences. The elements of y are weighed differently, so that no errors cancel.
inline void check_gradients(Sheet& s, Tensor y, List<Tensor> const& x) {
  Tensor const l = sum(y * s.add_input(y.shape()));
  List<Tensor> const first = gradient(l, x);
  Tensor z = s.g.constant(0);
  for (Tensor d : first) z = z + sum(square(d));
  List<Tensor> const second = gradient(z, x);
  REQUIRE(s.g.fault.view() == "");
  {
    INFO("first order");
    compare(s, l, x, first);
  }
  {
    INFO("second order");
    compare(s, z, x, second);
  }
}

}  // namespace agon::test
