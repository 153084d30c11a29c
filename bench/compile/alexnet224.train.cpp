// A training step of AlexNet, two towers at 224x224, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

struct Step {
  static constexpr void build(Graph& g) {
    Weights classifier{"C"};
    Tensor const image = g.add_input("image", Image<3, 224, 224>),
                 label = g.add_input("label", Features<1000>);
    Tensor const loss = cross_entropy(apply<AlexNet<>>(classifier, image), label);
    descend<Adam>(classifier, loss);
    g.keep("loss", loss);
  }
};

int main() { run<Step>(128); }
