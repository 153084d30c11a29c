#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// G minimises KL(N(m, e^2s) || N(0, 1)) = (e^2s + m^2 - 1) / 2 - s, the mean over batch and numbers, for the
/// "mu" and "log_sigma" that conditioning augmentation leaves (Zhang et al. 2017, equation 2: there the sum
/// over the numbers; the code has twice the mean).
struct ConditioningKL {
  static constexpr auto name = text("conditioning_kl");
  constexpr Tensor generator(Symbols const& s) const {
    Tensor const m = s["mu"], log_sigma = s["log_sigma"];
    return mean(0.5 * (exp(2 * log_sigma) + square(m) - 1) - log_sigma);
  }
};
inline constexpr ConditioningKL conditioning_kl;

}  // namespace agon
