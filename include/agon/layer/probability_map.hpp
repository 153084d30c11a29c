#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// A discriminator's probabilities: the sigmoid of its logits, for each patch. Parameters have D's names.
template <class D>
struct ProbabilityMap {
  static constexpr auto name = text("ProbabilityMap");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return sigmoid(D{}(s, x)); }
};

}  // namespace agon
