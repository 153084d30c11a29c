#pragma once
#include <agon/core/name.hpp>
#include <agon/layer/embedding.hpp>
#include <agon/loss/cross_entropy.hpp>
#include <agon/loss/term.hpp>

/// What the discriminators of a CoGAN learn for a classifier that is told classes in domain a and is asked
/// for them in b (Liu and Tuzel 2016, section 4). The value of a name is a's channels and then b's.
namespace agon {

namespace detail {
constexpr Tensor half(Tensor x, int which) {
  int const c = x.shape().c / 2;
  return slice(x, which * c, c);
}
}  // namespace detail

/// D minimises E |f(fake of a) - f(fake of b)|^2, f what D leaves by Let<Feature>: of a pair, the squares are
/// summed.
template <Name Feature>
struct PairDistance {
  static constexpr auto name = text("pair_distance<", Feature.at, ">");
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const f = s.critic.at(Feature.view(), s.fake);
    Tensor const apart = square(detail::half(f, 0) - detail::half(f, 1));
    return mean(sum_to(apart, apart.shape().per_sample(1)));
  }
};

/// D minimises -E log P(label | real of a), by logits that it leaves by Let<Logits>; the label is the value
/// of that name.
template <Name Logits, Name Label = "label">
struct SourceCrossEntropy {
  static constexpr auto name = text("source_cross_entropy<", Logits.at, ">");
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const logits = detail::half(s.critic.at(Logits.view(), s.real), 0);
    return cross_entropy(logits, one_hot(s.graph(), s[Label.view()], logits.shape().c));
  }
};

template <Name Feature>
inline constexpr PairDistance<Feature> pair_distance;
template <Name Logits, Name Label = "label">
inline constexpr SourceCrossEntropy<Logits, Label> source_cross_entropy;

}  // namespace agon
