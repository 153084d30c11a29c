#pragma once
#include <agon/core/name.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// G minimises |E f(real) - E f(fake)|^2, f what D leaves by Let<Feature> (Salimans et al. 2016, 3.1).
template <Name Feature>
struct FeatureMatching {
  static constexpr auto name = text("feature_matching<", Feature.at, ">");
  constexpr Tensor generator(Symbols const& s) const {
    Tensor const real = s.critic.at(Feature.view(), s.real), fake = s.critic.at(Feature.view(), s.fake);
    Shape const once = real.shape().shared();
    return sum(square(mean_to(real, once) - mean_to(fake, once)));
  }
};
template <Name Feature>
inline constexpr FeatureMatching<Feature> feature_matching;

}  // namespace agon
