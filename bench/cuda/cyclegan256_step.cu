// CycleGAN at 256x256, with the loss of identity: the generators' move, and then the discriminators'.
#include <agon/loss/adversarial.hpp>
#include <agon/loss/cycle.hpp>
#include <agon/net/cyclegan.hpp>
#include <agon/system/cyclegan_step.hpp>

#include "row.hpp"

using namespace agon;

using Generator = CycleGANGenerator<3>;
using Discriminator = CycleGANDiscriminator<>;
// The release's.
inline constexpr auto objective = lsgan + 10 * cycle_consistency + 5 * identity_mapping;

using Generators =
    CycleGANGenerators<Generator, Generator, Discriminator, objective, Image<3, 256, 256>, Adam>;
using Discriminators = CycleGANDiscriminators<Generator, Discriminator, objective, Image<3, 256, 256>, Adam>;

int main(int argc, char** argv) {
  return bench::measure<Generators, Discriminators>("cyclegan256_step", argc, argv);
}
