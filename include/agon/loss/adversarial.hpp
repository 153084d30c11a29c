#pragma once
#include <agon/loss/term.hpp>

/// What D and G play for. D's outputs are logits l; means run over the batch and, of a patch discriminator,
/// its map.
namespace agon {

/// Both: D minimises E softplus(-l(real)) + E softplus(l(fake)), the binary cross-entropy.
struct CrossEntropyGame {
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const real = mean(softplus(-s.real_logits)), fake = mean(softplus(s.fake_logits));
    return real + fake;
  }
};

/// G minimises E -softplus(l(fake)), that is E log(1 - D(fake)): the minimax game (Goodfellow et al. 2014,
/// equation 1).
struct Saturating : CrossEntropyGame {
  constexpr Tensor generator(Symbols const& s) const { return -mean(softplus(s.fake_logits)); }
};

/// G minimises E softplus(-l(fake)), that is -E log D(fake) (Goodfellow et al. 2014, section 3).
struct NonSaturating : CrossEntropyGame {
  constexpr Tensor generator(Symbols const& s) const { return mean(softplus(-s.fake_logits)); }
};

/// D minimises E (l(real) - 1)^2 + E l(fake)^2, G E (l(fake) - 1)^2 (Mao et al. 2017, with labels 0, 1, 1 and
/// without the factor 1/2).
struct LeastSquares {
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const real = mean(square(s.real_logits - 1)), fake = mean(square(s.fake_logits));
    return real + fake;
  }
  constexpr Tensor generator(Symbols const& s) const { return mean(square(s.fake_logits - 1)); }
};

inline constexpr Saturating saturating;
inline constexpr NonSaturating nonsaturating;
inline constexpr LeastSquares lsgan;

}  // namespace agon
