#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// y = x1 - x0, where x are the logits of two classes: log(P1 / P0) of their softmax, the logit of class 1.
/// The cross-entropy of the softmax is then the binary one of y, -log P1 = softplus(-y) and -log P0 =
/// softplus(y): a discriminator that tells fake (0) from real (1) by two logits can play for every objective.
/// One logit is passed on as it is.
struct LogOdds {
  static constexpr auto name = text("LogOdds");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    if (c == 1) return x;
    if (c == 2) return slice(x, 1, 1) - slice(x, 0, 1);
    s.graph.refuse("it makes one logit of those of two classes, and there are ", c,
                   " channels; let D end in 2 channels, fake and real, or in 1");
    return slice(x, 0, 1);
  }
};

}  // namespace agon
