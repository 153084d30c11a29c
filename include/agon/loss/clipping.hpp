#pragma once
#include <agon/core/real.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// Each parameter into [-limit, limit]: an update of its own, after the optimiser's.
constexpr void clip_weights(Weights& weights, double limit) {
  for (Tensor const p : weights.trainable()) weights.replace(p, update(p, clamp(p, limit)));
}

/// All parameters of D stay in [-Limit, Limit] (Arjovsky et al. 2017, algorithm 1: 0.01).
struct WeightClipping {
  double limit = 0.01;
  constexpr void constrain(Weights& d) const { clip_weights(d, limit); }
};
template <Real Limit = 0.01>
inline constexpr WeightClipping weight_clipping{Limit.value};

}  // namespace agon
