#pragma once
#include <agon/loss/slope.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// D minimises E |dl/dx|^2 at real pictures (Mescheder et al. 2018, equation 9, whose factor is gamma / 2).
/// Of a map of logits, l is the sum.
struct R1 {
  static constexpr auto name = text("r1");
  constexpr Tensor discriminator(Symbols const& s) const {
    return mean(squared_slope(s.real_logits, s.real));
  }
};
/// The same at fake pictures (equation 10).
struct R2 {
  static constexpr auto name = text("r2");
  constexpr Tensor discriminator(Symbols const& s) const {
    return mean(squared_slope(s.fake_logits, s.fake));
  }
};
inline constexpr R1 r1;
inline constexpr R2 r2;

}  // namespace agon
