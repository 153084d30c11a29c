#pragma once
#include <agon/graph/gradient.hpp>
#include <agon/layer/weights.hpp>

namespace agon {

/// Appends one step of the optimiser down `loss` for all parameters of a network; from here on they are the
/// new versions.
template <class Optimiser>
constexpr void descend(Weights& weights, Tensor loss) {
  Optimiser::descend(weights, gradient(loss, weights.trainable()));
}

}  // namespace agon
