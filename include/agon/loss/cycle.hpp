#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// G minimises E |F(fake) - input|, per number: there and back again (Zhu et al. 2017, equation 2, one
/// direction of two).
struct CycleConsistency {
  static constexpr auto name = text("cycle_consistency");
  constexpr Tensor generator(Symbols const& s) const { return mean(abs(s["F(fake)"] - s.input)); }
};
/// G minimises E |G(real) - real|, per number: what is in the target's domain stays (section 5.2).
struct IdentityMapping {
  static constexpr auto name = text("identity_mapping");
  constexpr Tensor generator(Symbols const& s) const { return mean(abs(s["G(real)"] - s.real)); }
};
inline constexpr CycleConsistency cycle_consistency;
inline constexpr IdentityMapping identity_mapping;

}  // namespace agon
