// CycleGAN's generator of nine residual blocks at 128x128, batch 1, forward and back to the gradients of all
// parameters, which are kept: 74.02 nominal GFLOP.
#include <agon/graph/gradient.hpp>
#include <agon/net/cyclegan.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

struct ForwardAndBack {
  static constexpr void build(Graph& g) {
    Weights w{.name = "G"};
    Tensor const y = apply<CycleGANGenerator<3, 64, 9>>(w, g.add_input("input", Image<3, 128, 128>));
    for (Tensor const d : gradient(mean(square(y)), w.trainable())) g.keep("gradient", d);
  }
};

bench::Row<ForwardAndBack> const row{"cyclegan_fb", 1};

}  // namespace
