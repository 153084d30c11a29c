// Whole training steps by the cuda backend as it stands, on a device that stands in for CUDA's and works on
// the host, against reference.
#include <doctest/doctest.h>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/net/cyclegan.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/system/classifier_step.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/system/pix2pix_step.hpp>

#include "support/backends.hpp"

using namespace agon;

namespace {

template <class P>
void check(long batch, bool biases = true) {
  test::check_against_reference<P, Cuda>(batch, biases);
}

}  // namespace

TEST_CASE("a GAN with batch normalisation") {
  check<AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Adam>>(4);
}
TEST_CASE("pix2pix: skips, dropout, batches of one picture") {
  check<Pix2PixStep<UNet<3, 8, 5>, PatchGAN<16, 8>, nonsaturating + 100 * l1, Image<3, 32, 32>, Adam>>(1);
}
TEST_CASE("CycleGAN's generators: borders, instance normalisation") {
  using G = CycleGANGenerator<3, 4, 1>;
  check<CycleGANGenerators<G, G, CycleGANDiscriminator<4>,
                           lsgan + 10 * cycle_consistency + 5 * identity_mapping, Image<3, 24, 24>, Adam>>(
      1, false);
}
TEST_CASE("a classifier: maxima of windows, local response normalisation, dropout") {
  struct Net : Seq<Conv<16, 5>, ReLU, LocalResponseNorm<>, MaxPool<3, 2>, Flatten, Dropout<0.5>, Linear<10>> {
  };
  check<ClassifierStep<Net, SoftmaxCrossEntropy, Image<3, 16, 16>, Adam>>(3);
}
TEST_CASE("a critic with a gradient penalty") {
  check<AdversarialStep<test::SmallGenerator, test::SmallCritic, wasserstein + 10 * gradient_penalty,
                        Features<6>, Adam, Phase::discriminator>>(5);
}
