// A training step of CycleGAN at 256x256, with the loss of identity: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

using Generator = CycleGANGenerator<3>;
using Discriminator = CycleGANDiscriminator<>;

inline constexpr auto objective = cyclegan::objective;

int main() {
  run<CycleGANGenerators<Generator, Generator, Discriminator, objective, Image<3, 256, 256>, Adam>>();
  run<CycleGANDiscriminators<Generator, Discriminator, objective, Image<3, 256, 256>, Adam>>();
}
