#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// What D should say of real and of fake pictures.
struct Labels {
  double real = 1, fake = 0;
  double flipped = 0;  // the share of samples, drawn anew each step, whose labels are exchanged

  constexpr bool fixed() const { return flipped == 0; }
  /// The label of each of the samples whose logits these are.
  constexpr Tensor of(Symbols const& s, Tensor logits, bool is_real) const {
    double const own = is_real ? real : fake, other = is_real ? fake : real;
    if (fixed()) return s.graph().constant(own);
    Tensor const u =
        s.random(Distribution::uniform, logits.shape().per_sample(1), is_real ? "flip.real" : "flip.fake");
    return own + (other - own) * (u < flipped);
  }
};

template <class T>
concept Labelled = requires(T t) {
  static_cast<Labels&>(t);
};

/// One-sided label smoothing (Salimans et al. 2016, 3.4): real pictures are labelled `real`, say 0.9, in D's
/// loss. Fake ones stay as they are: smoothed, they would hold G's mistakes in place.
template <Term T>
constexpr T smooth(T t, double real) {
  static_assert(Labelled<T>,
                "smooth: the term has no labels; smooth one that has, such as nonsaturating or "
                "lsgan, before adding others");
  if constexpr (Labelled<T>) t.Labels::real = real;
  return t;
}

/// D is told the wrong label of that share of the samples.
template <Term T>
constexpr T flip(T t, double share) {
  static_assert(Labelled<T>,
                "flip: the term has no labels; flip those of one that has, such as nonsaturating "
                "or lsgan, before adding others");
  if constexpr (Labelled<T>) t.flipped = share;
  return t;
}

}  // namespace agon
