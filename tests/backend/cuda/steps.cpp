// Whole training steps by the arithmetic of the cuda backend's kernels, on the host, against reference: every
// element of every grid, in the memory of the plan.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "support/steps.hpp"

#include <doctest/doctest.h>

#include <agon/net/cyclegan.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/system/classifier_step.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/system/pix2pix_step.hpp>

#include "support/cuda_host.hpp"

using namespace agon;

namespace {

struct Generator : Seq<Linear<32>, Reshape<8, 2, 2>, BatchNorm, ReLU, ConvTranspose<4, 4, 2>, ReLU,
                       ConvTranspose<1, 4, 2>, Tanh> {};
struct Score : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, Conv<8, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};

/// Three steps of P by both. A bias before a norm has no gradient but rounding, of which Adam makes whole
/// steps: without biases, if a network has such.
template <class P>
void check(long batch, bool biases = true) {
  Store<double> exact_store(1);
  Store<float> store(1);
  test::Steps<P, Reference<double>> exact(exact_store, batch);
  test::Steps<P, test::CudaOnHost> steps(store, batch);
  test::Farthest far;
  for (long t = 1; t <= 3; ++t) {
    exact.run(t), steps.run(t);
    for (std::string const& name : exact.names())
      if (biases || !name.ends_with("bias")) far.see(test::distance(steps.of(name), exact.of(name)), name);
  }
  INFO(far.name);
  MESSAGE("within " << far.error);
  CHECK(far.error < 1e-3);
}

}  // namespace

TEST_CASE("a GAN with batch normalisation") {
  check<AdversarialStep<Generator, Score, nonsaturating, Features<6>, Adam>>(4);
}
TEST_CASE("pix2pix: skips, dropout, batches of one picture") {
  check<Pix2PixStep<UNet<3, 8, 5>, PatchGAN<16, 8>, nonsaturating + 100 * l1, Image<3, 32, 32>, Adam>>(1);
}
TEST_CASE("CycleGAN's generators: borders, instance normalisation") {
  using G = CycleGANGenerator<3, 4, 1>;
  check<CycleGANGenerators<G, G, CycleGANDiscriminator<4>,
                           lsgan + 10 * cycle_consistency + 5 * identity_mapping, Image<3, 32, 32>, Adam>>(
      2, false);
}
TEST_CASE("a classifier: maxima of windows, local response normalisation, dropout") {
  struct Net : Seq<Conv<16, 5>, ReLU, LocalResponseNorm<>, MaxPool<3, 2>, Flatten, Dropout<0.5>, Linear<10>> {
  };
  check<ClassifierStep<Net, SoftmaxCrossEntropy, Image<3, 16, 16>, Adam>>(3);
}
TEST_CASE("a critic with a gradient penalty") {
  check<AdversarialStep<Generator, Score, wasserstein + 10 * gradient_penalty, Features<6>, Adam,
                        Phase::discriminator>>(5);
}
