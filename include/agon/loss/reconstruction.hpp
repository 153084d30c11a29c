#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// G minimises E |fake - real|, per number.
struct L1 {
  constexpr Tensor generator(Symbols const& s) const { return mean(abs(s.fake - s.real)); }
};

/// G minimises E (fake - real)^2, per number.
struct L2 {
  constexpr Tensor generator(Symbols const& s) const { return mean(square(s.fake - s.real)); }
};

inline constexpr L1 l1;
inline constexpr L2 l2;

}  // namespace agon
