#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// With r = l(real) - E l(fake) and f = l(fake) - E l(real), D minimises E softplus(-r) + E softplus(f), and
/// G E softplus(-f) + E softplus(r): which is more real than the other's average (Jolicoeur-Martineau 2019).
struct RelativisticAverage {
  static constexpr auto name = text("relativistic_average");
  constexpr Tensor discriminator(Symbols const& s) const { return game(s.real_logits, s.fake_logits); }
  constexpr Tensor generator(Symbols const& s) const {
    Tensor const real = s.critic(s.real);
    return game(s.fake_logits, real);
  }

 private:
  /// The one whose logits are `up` would be the real one.
  static constexpr Tensor game(Tensor up, Tensor down) {
    Tensor const of_up = mean(up), of_down = mean(down);
    Tensor const above = mean(softplus(of_down - up)), below = mean(softplus(down - of_up));
    return above + below;
  }
};
inline constexpr RelativisticAverage relativistic_average;

}  // namespace agon
