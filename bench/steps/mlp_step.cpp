// A training step of a GAN of fully connected layers at batch 64, 0.65 nominal GFLOP: G 100-256-512-784,
// D 784-512-256-1; bound by memory more than by arithmetic.
#include <agon/layer/layers.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/system/adversarial_step.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

using G = Seq<Linear<256>, LeakyReLU<0.2>, Linear<512>, LeakyReLU<0.2>, Linear<784>, Tanh>;
using D = Seq<Linear<512>, LeakyReLU<0.2>, Linear<256>, LeakyReLU<0.2>, Linear<1>>;
using Step = AdversarialStep<G, D, nonsaturating, Features<100>, Adam>;

bench::Row<Step> const row{"mlp_step", 64};

}  // namespace
