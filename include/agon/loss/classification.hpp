#pragma once
#include <agon/loss/cross_entropy.hpp>

/// What a classifier minimises, as a function of its logits and of a label, both with a number for each
/// class.
namespace agon {

/// Each class is a yes or no of its own: the binary cross-entropy, softplus(l) - l y for a logit l and a
/// label y of 0 or 1, summed over the classes; the mean over samples.
struct BinaryCrossEntropy {
  constexpr Tensor operator()(Tensor logits, Tensor label) const {
    return logits.shape().c * mean(softplus(logits) - logits * label);
  }
};

/// A picture is of one class: -log of the softmax where the label is 1; the mean over samples.
struct SoftmaxCrossEntropy {
  constexpr Tensor operator()(Tensor logits, Tensor label) const { return cross_entropy(logits, label); }
};

}  // namespace agon
