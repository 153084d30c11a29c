#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// D minimises E max(0, 1 - l(real)) + E max(0, 1 + l(fake)), G -E l(fake) (Lim and Ye 2017; Zhang et al.
/// 2019, equation 4).
struct Hinge {
  static constexpr auto name = text("hinge");
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const real = mean(positive(1 - s.real_logits)), fake = mean(positive(1 + s.fake_logits));
    return real + fake;
  }
  constexpr Tensor generator(Symbols const& s) const { return -mean(s.fake_logits); }

 private:
  static constexpr Tensor positive(Tensor x) { return select(x > 0, x, 0); }
};
inline constexpr Hinge hinge;

}  // namespace agon
