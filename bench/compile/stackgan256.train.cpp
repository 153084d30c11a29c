// A training step of StackGAN's second stage, 256x256: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

using Discriminator = StackGANDiscriminator256<>;

struct Step {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Wires wires = inputs<Wire{"text", Features<1024>}>(g);
    Tensor const z = g.random(Distribution::normal, Features<100>, "z");
    Tensor const fake = apply<StackGANGenerator<>>(generator, z, {}, wires);
    Tensor const real = g.add_input("real", fake.shape()), wrong = g.add_input("wrong", fake.shape());
    auto judge = [&](Tensor picture) { return apply<Discriminator>(discriminator, picture, {}, wires); };
    auto is_real = [](Tensor l) { return mean(softplus(-l)); };
    auto is_fake = [](Tensor l) { return mean(softplus(l)); };
    // a real picture with its own text, with another's, and a fake one
    descend<Adam>(discriminator, is_real(judge(real)) + 0.5 * (is_fake(judge(wrong)) + is_fake(judge(fake))));
    Tensor const mu = wires["mu"], s = wires["log_sigma"];
    Tensor const divergence = mean(0.5 * (exp(2 * s) + square(mu) - 1) - s);
    descend<Adam>(generator, is_real(judge(fake)) + 2 * divergence);
  }
};

int main() { run<Step>(64); }
