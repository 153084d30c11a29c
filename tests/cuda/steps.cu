// Training steps on the device against reference, repeated bits, and a store that is on the device and on the
// host by turns.

#include <agon/backend/cuda/cuda.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>

#include "support/backends.hpp"
#include "support/cuda_main.hpp"

using namespace agon;

using Step = AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Adam>;
using Critic = AdversarialStep<test::SmallGenerator, test::SmallCritic, wasserstein + 10 * gradient_penalty,
                               Features<6>, Adam, Phase::discriminator>;

TEST_CASE("a GAN with batch normalisation, and a critic with a gradient penalty") {
  test::check_against_reference<Step, Cuda>(4);
  test::check_against_reference<Critic, Cuda>(5);
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
