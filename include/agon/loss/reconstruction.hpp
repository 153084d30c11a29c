#pragma once
#include <agon/core/real.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// G minimises E |fake - real|, per number.
struct L1 {
  static constexpr auto name = text("l1");
  constexpr Tensor generator(Symbols const& s) const { return mean(abs(s.fake - s.real)); }
};

/// G minimises E (fake - real)^2, per number.
struct L2 {
  static constexpr auto name = text("l2");
  constexpr Tensor generator(Symbols const& s) const { return mean(square(s.fake - s.real)); }
};

/// G minimises E h(fake - real), h(d) = d^2 / 2b where |d| < b, else |d| - b / 2: per number (Girshick 2015,
/// equation 3, with b = 1).
struct SmoothL1 {
  static constexpr auto name = text("smooth_l1");
  double width = 1;  // b
  constexpr Tensor generator(Symbols const& s) const {
    Tensor const d = s.fake - s.real, a = abs(d);
    return mean(select(a < width, square(d) * (0.5 / width), a - 0.5 * width));
  }
};

inline constexpr L1 l1;
inline constexpr L2 l2;
template <Real Width = 1>
inline constexpr SmoothL1 smooth_l1{Width.value};

}  // namespace agon
