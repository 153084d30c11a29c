#pragma once
#include <agon/loss/labels.hpp>

/// What D and G play for. D's outputs are logits l; means run over the batch and, of a patch discriminator,
/// its map.
namespace agon {

/// Both: D minimises E softplus(-l(real)) + E softplus(l(fake)), the binary cross-entropy. For other labels t
/// than 1 and 0, each is E softplus(l) - t l.
struct CrossEntropyGame : Labels {
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const first = judged(s, s.real_logits, true), second = judged(s, s.fake_logits, false);
    return first + second;
  }

 private:
  constexpr Tensor judged(Symbols const& s, Tensor l, bool is_real) const {
    double const label = is_real ? real : fake;
    if (fixed() && label == 1) return mean(softplus(-l));
    if (fixed() && label == 0) return mean(softplus(l));
    return mean(softplus(l) - of(s, l, is_real) * l);
  }
};

/// G minimises E -softplus(l(fake)), that is E log(1 - D(fake)): the minimax game (Goodfellow et al. 2014,
/// equation 1).
struct Saturating : CrossEntropyGame {
  static constexpr auto name = text("saturating");
  constexpr Tensor generator(Symbols const& s) const { return -mean(softplus(s.fake_logits)); }
};

/// G minimises E softplus(-l(fake)), that is -E log D(fake) (Goodfellow et al. 2014, section 3).
struct NonSaturating : CrossEntropyGame {
  static constexpr auto name = text("nonsaturating");
  constexpr Tensor generator(Symbols const& s) const { return mean(softplus(-s.fake_logits)); }
};

/// D minimises E (l(real) - 1)^2 + E l(fake)^2, G E (l(fake) - 1)^2 (Mao et al. 2017, with labels 0, 1, 1 and
/// without the factor 1/2).
struct LeastSquares : Labels {
  static constexpr auto name = text("lsgan");
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const first = mean(square(s.real_logits - of(s, s.real_logits, true)));
    Tensor const second = mean(square(s.fake_logits - of(s, s.fake_logits, false)));
    return first + second;
  }
  constexpr Tensor generator(Symbols const& s) const { return mean(square(s.fake_logits - 1)); }
};

inline constexpr Saturating saturating;
inline constexpr NonSaturating nonsaturating;
inline constexpr LeastSquares lsgan;

}  // namespace agon
