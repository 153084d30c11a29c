#pragma once
#include <agon/loss/slope.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// D minimises E (|dl(x)/dx| - k)^2 at x = real + d, d normal (Kodali et al. 2017). The
/// deviation of d is in units of the batch's own, over all its numbers.
struct DRAGAN {
  static constexpr auto name = text("dragan");
  double slope = 1, deviation = 0.5;
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const spread = sqrt(mean(square(s.real - mean(s.real))));
    Tensor const d = s.random(Distribution::normal, s.real.shape(), "dragan");
    Tensor const x = s.real + deviation * spread * d;
    return mean(square(agon::slope(s.critic(x), x) - slope));
  }
};
inline constexpr DRAGAN dragan;

}  // namespace agon
