// StyleGAN at 256x256, grown to its end, with R1 at every step.
#include <agon/loss/adversarial.hpp>
#include <agon/loss/zero_centred.hpp>
#include <agon/net/stylegan.hpp>
#include <agon/system/adversarial_step.hpp>

#include "row.hpp"

using namespace agon;

using Step = AdversarialStep<StyleGANGenerator<256>, StyleGANDiscriminator<256>, nonsaturating + 5 * R1{},
                             Features<512>, Adam>;

int main(int argc, char** argv) { return bench::measure<Step>("stylegan256_step", argc, argv); }
