#pragma once
#include <agon/layer/layers.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

namespace agon::bench {

/// A training step of a GAN of fully connected layers: G 100-256-512-784, D 784-512-256-1.
struct MLP {
  using G = Seq<Linear<256>, LeakyReLU<0.2>, Linear<512>, LeakyReLU<0.2>, Linear<784>, Tanh>;
  using D = Seq<Linear<512>, LeakyReLU<0.2>, Linear<256>, LeakyReLU<0.2>, Linear<1>>;
  using Step = AdversarialStep<G, D, nonsaturating, Features<100>, Adam>;
};

}  // namespace agon::bench
