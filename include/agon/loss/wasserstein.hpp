#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// D minimises E l(fake) - E l(real), G -E l(fake): the distance that a critic of bounded slope sees
/// (Arjovsky et al. 2017, equations 2 and 3). Something has to bound it: weight_clipping, or
/// gradient_penalty.
struct Wasserstein {
  static constexpr auto name = text("wasserstein");
  static constexpr bool critic = true;
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const fake = mean(s.fake_logits), real = mean(s.real_logits);
    return fake - real;
  }
  constexpr Tensor generator(Symbols const& s) const { return -mean(s.fake_logits); }
};
inline constexpr Wasserstein wasserstein;

}  // namespace agon
