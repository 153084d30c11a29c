#pragma once

namespace agon {

/// A real number as a template argument: `LeakyReLU<0.2>`.
struct Real {
  double value;
  consteval Real(double x) : value(x) {}
  consteval Real(int x) : value(x) {}
};

}  // namespace agon
