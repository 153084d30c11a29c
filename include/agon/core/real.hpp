#pragma once

namespace agon {

/// A real number as a template argument: `LeakyReLU<0.2>`.
struct Real {
  double value;
  consteval Real(double x) : value(x) {}
  consteval Real(int x) : value(x) {}
};

/// The square root of x >= 0, by Newton's method.
constexpr double square_root(double x) {
  double r = x > 1 ? x : 1;
  for (double last = 0; x > 0 && r != last;) {
    last = r;
    double const next = 0.5 * (r + x / r);
    if (next >= r) break;
    r = next;
  }
  return x > 0 ? r : 0;
}

}  // namespace agon
