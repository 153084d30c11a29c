// Training steps on the device against reference, repeated bits, and a store that is on the device and on the
// host by turns. Without a device there is nothing to test, and the program says so.
#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdio>
#include <doctest/doctest.h>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>

#include "support/steps.hpp"

using namespace agon;

namespace {

struct Generator : Seq<Linear<32>, Reshape<8, 2, 2>, BatchNorm, ReLU, ConvTranspose<4, 4, 2>, ReLU,
                       ConvTranspose<1, 4, 2>, Tanh> {};
struct Score : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, Conv<8, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};

using Step = AdversarialStep<Generator, Score, nonsaturating, Features<6>, Adam>;
using Critic = AdversarialStep<Generator, Score, wasserstein + 10 * gradient_penalty, Features<6>, Adam,
                               Phase::discriminator>;

/// Three steps of P by both.
template <class P>
void check(long batch) {
  Store<double> exact_store(1);
  Store<float> store(1);
  test::Steps<P, Reference<double>> exact(exact_store, batch);
  test::Steps<P, Cuda> steps(store, batch);
  test::Farthest far;
  for (long t = 1; t <= 3; ++t) {
    exact.run(t), steps.run(t);
    for (std::string const& name : exact.names())
      far.see(test::distance(steps.of(name), exact.of(name)), name);
  }
  INFO(far.name);
  MESSAGE("within " << far.error);
  CHECK(far.error < 1e-3);
}

}  // namespace

TEST_CASE("a GAN with batch normalisation, and a critic with a gradient penalty") {
  check<Step>(4);
  check<Critic>(5);
}

TEST_CASE("the same bits in every run, and after the host has had the numbers") {
  std::vector<std::vector<float>> expected;
  for (bool look : {false, false, true}) {
    Store<float> store(1);
    test::Steps<Step, Cuda> steps(store, 4);
    for (long t = 1; t <= 4; ++t) {
      steps.run(t);
      if (look) CHECK(!store.entries().empty());
    }
    if (expected.empty()) expected = steps.everything();
    CHECK(steps.everything() == expected);
  }
}

int main(int argc, char** argv) {
  if (int count = 0; cudaGetDeviceCount(&count) != cudaSuccess || count == 0) {
    std::puts("no CUDA device");
    return 0;
  }
  return doctest::Context(argc, argv).run();
}
