#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// D minimises E l(real)^2, so that a critic, of which only differences matter, stays near zero (Karras et
/// al. 2018, appendix A.1).
struct Drift {
  static constexpr auto name = text("drift");
  constexpr Tensor discriminator(Symbols const& s) const { return mean(square(s.real_logits)); }
};
inline constexpr Drift drift;

}  // namespace agon
