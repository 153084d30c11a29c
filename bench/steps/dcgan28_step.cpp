// A training step of DCGAN on 28x28 pictures at batch 64, 16.03 nominal GFLOP: D on real, D on fake, D's
// update, then G through the updated D, G's update; Adam both.
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

using Step = AdversarialStep<DCGANGenerator28<>, DCGANDiscriminator28<>, nonsaturating, Features<100>, Adam>;

bench::Row<Step> const row{"dcgan28_step", 64};

}  // namespace
