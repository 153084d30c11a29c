#pragma once
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

namespace agon::bench {

/// A training step of DCGAN on 64x64 pictures: D on real, D on fake, D's update, then G through the updated
/// D, G's update; Adam both.
using DCGAN64 =
    AdversarialStep<DCGANGenerator64<>, DCGANDiscriminator64<>, nonsaturating, Features<100>, Adam>;

}  // namespace agon::bench
