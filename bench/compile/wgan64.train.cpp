// A training step of WGAN at 64x64, with the critic's weights clipped: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

constexpr Tensor clipped(Tensor x, double most) {
  Tensor const low = select(x > -most, x, -most);
  return select(low < most, low, most);
}

struct Step {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, critic{"D"};
    Tensor const z = g.random(Distribution::normal, Features<100>, "z");
    Tensor const fake = apply<WGANGenerator64<>>(generator, z);
    Tensor const real = g.add_input("real", fake.shape());
    Tensor const score = mean(apply<WGANCritic64<>>(critic, real));
    descend<Adam>(critic, mean(apply<WGANCritic64<>>(critic, fake)) - score);
    for (Tensor const w : critic.trainable()) critic.replace(w, update(w, clipped(w, 0.01)));
    descend<Adam>(generator, -mean(apply<WGANCritic64<>>(critic, fake)));
  }
};

int main() { run<Step>(64); }
