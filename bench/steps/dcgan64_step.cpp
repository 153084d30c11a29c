// A training step of DCGAN on 64x64 pictures at batch 64, 145.58 nominal GFLOP: as of 28x28.
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

using Step = AdversarialStep<DCGANGenerator64<>, DCGANDiscriminator64<>, nonsaturating, Features<100>, Adam>;

bench::Row<Step> const row{"dcgan64_step", 64};

}  // namespace
