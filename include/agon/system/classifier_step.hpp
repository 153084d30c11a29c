#pragma once
#include <agon/layer/scope.hpp>
#include <agon/loss/classification.hpp>
#include <agon/train/descend.hpp>

namespace agon {

/// One step of supervised training as one program. Net ends in a logit for each class.
///
/// Reads "image", and "label" with a number for each class; keeps "loss", and "accuracy", the share of
/// samples no logit of which is larger than that of their class, both before the update.
template <class Net, class Loss, Shape In, class Optimiser>
struct ClassifierStep {
  static constexpr void build(Graph& g) {
    Weights classifier{"C"};
    Tensor const logits = apply<Net>(classifier, g.add_input("image", In));
    if (logits.shape().h * logits.shape().w != 1)
      return g.refuse("the classifier ends in ", logits.shape(),
                      " and should in a logit for each class; put Flatten and Linear at its end");
    Tensor const label = g.add_input("label", logits.shape());
    Tensor const loss = Loss{}(logits, label);
    descend<Optimiser>(classifier, loss);
    Tensor const own = sum_to(label * logits, logits.shape().per_sample(1));
    g.keep("loss", loss);
    g.keep("accuracy", 1 - mean(max_of_channels(logits) > own));
  }
};

}  // namespace agon
