#pragma once
#include <agon/layer/linear.hpp>
#include <agon/layer/named.hpp>
#include <agon/train/descend.hpp>

namespace agon {

/// A body that makes features of a picture, and a linear head that makes a logit for each class of them.
template <class Body, int Classes>
struct ClassifierNet : Seq<Named<"body", Body>, Named<"head", Linear<Classes>>> {};

/// One step of supervised training as one program. Each class is a yes or no of its own: the loss is the
/// binary cross-entropy, softplus(l) - l y for a logit l and a label y of 0 or 1, summed over the classes.
///
/// Reads "image", and "label" with a number for each class; keeps "loss".
template <class Body, int Classes, Shape In, class Optimiser>
struct ClassifierStep {
  static constexpr void build(Graph& g) {
    Weights classifier{"C"};
    Tensor const image = g.add_input("image", In), label = g.add_input("label", Features<Classes>);
    Tensor const logits = apply<ClassifierNet<Body, Classes>>(classifier, image);
    Tensor const loss = Classes * mean(softplus(logits) - logits * label);
    descend<Optimiser>(classifier, loss);
    g.keep("loss", loss);
  }
};

}  // namespace agon
