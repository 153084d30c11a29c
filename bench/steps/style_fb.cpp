// A stack of 3x3 convolutions as style networks have it, batch 8, forward and back to the gradients of all
// parameters, which are kept: two biased convolutions and leaky rectifiers at each of 4 to 64 pixels, nearest
// upsampling between; 249.4 nominal GFLOP.
#include <agon/graph/gradient.hpp>
#include <agon/layer/layers.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

template <int First, int Second>
struct Level : Seq<Conv<First, 3>, LeakyReLU<0.2>, Conv<Second, 3>, LeakyReLU<0.2>> {};
using Stack = Seq<Level<512, 512>, Upsample<2>, Level<512, 512>, Upsample<2>, Level<512, 512>, Upsample<2>,
                  Level<256, 256>, Upsample<2>, Level<128, 128>>;

struct ForwardAndBack {
  static constexpr void build(Graph& g) {
    Weights w{.name = "G"};
    Tensor const y = apply<Stack>(w, g.add_input("input", Image<512, 4, 4>));
    for (Tensor const d : gradient(mean(square(y)), w.trainable())) g.keep("gradient", d);
  }
};

bench::Row<ForwardAndBack> const row{"style_fb", 8};

}  // namespace
