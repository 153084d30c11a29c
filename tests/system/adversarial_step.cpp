#include <doctest/doctest.h>

#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>

#include "support/steps.hpp"

using namespace agon;

using Generator = DCGANGenerator28<1, 64>;
using Discriminator = DCGANDiscriminator28<64>;
using TrainingStep = AdversarialStep<Generator, Discriminator, nonsaturating, Features<100>, Adam>;

// tests/golden/steps.py
TEST_CASE("five steps of DCGAN-28 agree with PyTorch's") { test::check_steps<TrainingStep>("dcgan28"); }

TEST_CASE("DCGAN-28 gives the same bits with 1, 2 and 4 threads") { test::check_threads<TrainingStep>(6); }

TEST_CASE("two engines over one store take turns at DCGAN-28 as one engine would") {
  test::check_turns<TrainingStep>(3);
}

struct Sampling {
  static constexpr void build(Graph& g) {
    Weights w{.name = "G"};
    g.keep("output", apply<Generator>(w, g.add_input("input", Features<100>), {.mode = Mode::Eval}));
  }
};

TEST_CASE("sampling and training at another batch do not disturb each other over one store") {
  Store<float> alone(1), shared(1);
  test::Steps<TrainingStep, test::Single> one(alone, 4), other(shared, 4);
  test::Steps<Sampling, test::Single> early(alone, 2), often(shared, 2);
  for (long t = 1; t <= 3; ++t) {
    one.run(t);
    often.run(t);
    other.run(t);
    CHECK(other.everything() == one.everything());
  }
  often.run(9);
  early.run(9);
  CHECK(often.of("output") == early.of("output"));
}
