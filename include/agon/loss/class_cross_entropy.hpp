#pragma once
#include <agon/core/name.hpp>
#include <agon/layer/embedding.hpp>
#include <agon/loss/cross_entropy.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// Both minimise -E log P(label | real) - E log P(label | fake), by a second head of D (Odena et al. 2017);
/// G has only the second part of it. D leaves the head's logits by Let<Logits>; the label is the
/// value of that name, of both batches.
template <Name Logits, Name Label = "label">
struct ClassCrossEntropy {
  static constexpr auto name = text("class_cross_entropy<", Logits.at, ">");
  bool of_fake = true;  // whether D learns from fake pictures, too; WGAN-GP's code does not
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const real = of(s, s.real);
    return of_fake ? real + of(s, s.fake) : real;
  }
  constexpr Tensor generator(Symbols const& s) const { return of(s, s.fake); }

 private:
  static constexpr Tensor of(Symbols const& s, Tensor picture) {
    Tensor const logits = s.critic.at(Logits.view(), picture);
    return cross_entropy(logits, one_hot(s.graph(), s[Label.view()], logits.shape().c));
  }
};
template <Name Logits, Name Label = "label">
inline constexpr ClassCrossEntropy<Logits, Label> class_cross_entropy;

}  // namespace agon
