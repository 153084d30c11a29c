#include <doctest/doctest.h>

#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/system/pix2pix_step.hpp>

#include "support/steps.hpp"

using namespace agon;

namespace {
/// Three steps on both backends; the largest distance of any parameter, moment or output.
template <class Step>
double distance_of_backends() {
  Store<double> exact_store(1);
  Store<float> store(1);
  test::Steps<Step, Reference<double>> exact(exact_store, 4);
  test::Steps<Step, test::Single> single(store, 4);
  test::Farthest farthest;
  for (long t = 1; t <= 3; ++t) {
    exact.run(t);
    single.run(t);
    for (std::string const& name : exact.names())
      farthest.see(test::distance(single.of(name), exact.of(name)), name);
  }
  MESSAGE(farthest.name << " is off by " << farthest.error);
  return farthest.error;
}

/// A generator that leaves "mu" and "log_sigma", and a discriminator that leaves "h".
struct Generator : Seq<ConditioningAugmentation<6>, Linear<32>, Reshape<8, 2, 2>, BatchNorm, ReLU,
                       ConvTranspose<4, 4, 2>, ReLU, ConvTranspose<1, 4, 2>, Tanh> {};
struct Discriminator
    : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, Conv<8, 4, 2>, Let<"h", Softplus>, Flatten, NoBias<Linear<1>>> {};

inline constexpr auto everything = relativistic_average + flip(smooth(lsgan, 0.9), 0.1) + 5 * r1 + 5 * r2 +
                                   10 * dragan + feature_matching<"h"> + 0.05 * total_variation<1> +
                                   2 * conditioning_kl;
using Everything = AdversarialStep<Generator, Discriminator, everything, Features<10>, Adam>;

struct Translator : Seq<Conv<8, 3>, ReLU, Conv<1, 3>, Tanh> {};
struct Patches : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, Conv<8, 3>, LeakyReLU<0.2>, NoBias<Conv<1, 3>>> {};
inline constexpr auto pairs = hinge + 10 * gradient_penalty + 100 * smooth_l1<0.5>;
using Pairs = Pix2PixStep<Translator, Patches, pairs, Image<2, 8, 8>, Adam>;
}  // namespace

TEST_CASE("a step of many terms is the same on both backends, and with 1, 2 and 4 threads") {
  CHECK(distance_of_backends<Everything>() < 1e-3);
  test::check_threads<Everything>(6);
}

TEST_CASE("a gradient penalty of a discriminator that reads pairs") {
  CHECK(distance_of_backends<Pairs>() < 1e-3);
  test::check_threads<Pairs>(6);
}
