#include <cmath>
#include <doctest/doctest.h>

#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>

#include "support/backends.hpp"

using namespace agon;

namespace {
template <auto Objective, Phase Part>
struct Of : AdversarialStep<test::SmallGenerator, test::SmallCritic, Objective, Features<6>, Adam, Part> {};

inline constexpr auto clipped = wasserstein + weight_clipping<0.01>;
inline constexpr auto penalised = wasserstein + 10 * gradient_penalty;
}  // namespace

/// Five moves of the critic's and one of the generator's, twice, as algorithm 1 of both WGANs has it.
template <auto Objective, class Backend>
static void check_phases() {
  test::check_players<Of<Objective, Phase::discriminator>, Of<Objective, Phase::generator>, Backend>(6);
}
TEST_CASE("a phase of one player's changes no bit of the other's parameters and moments") {
  check_phases<penalised, test::Single>();
  check_phases<penalised, Reference<double>>();
  check_phases<clipped, test::Single>();
}

/// Turns of the two programs on both backends.
template <auto Objective>
static double distance_of_backends() {
  Store<double> exact(1);
  Store<float> single(1);
  test::Steps<Of<Objective, Phase::discriminator>, Reference<double>> exact_critic(exact, 4);
  test::Steps<Of<Objective, Phase::generator>, Reference<double>> exact_generator(exact, 4);
  test::Steps<Of<Objective, Phase::discriminator>, test::Single> critic(single, 4);
  test::Steps<Of<Objective, Phase::generator>, test::Single> generator(single, 4);
  double most = 0;
  for (long t = 1; t <= 4; ++t) {
    critic.run(t), exact_critic.run(t);
    if (t % 2 == 0) generator.run(t), exact_generator.run(t);
  }
  for (char const* name : {"loss.D", "D.0.weight", "D.5.weight"})
    most = std::max(most, test::distance(critic.of(name), exact_critic.of(name)));
  for (char const* name : {"loss.G", "fake", "G.0.weight"})
    most = std::max(most, test::distance(generator.of(name), exact_generator.of(name)));
  return most;
}

TEST_CASE("phases with a gradient penalty agree on both backends") {
  double const d = distance_of_backends<penalised>();
  MESSAGE("within " << d);
  CHECK(d < 1e-3);
}

TEST_CASE("weight_clipping<0.01>: no parameter of the critic leaves [-0.01, 0.01]") {
  Store<float> store(1);
  test::Steps<Of<clipped, Phase::discriminator>, test::Single> critic(store, 4);
  auto largest = [&] {
    float most = 0;
    for (auto const& e : store.entries())
      if (e.slot.role == Role::parameter && e.name.starts_with("D."))
        for (float x : test::canonical(e.slot, e.memory.data())) most = std::max(most, std::abs(x));
    return most;
  };
  CHECK(largest() > 0.04f);  // fresh weights have a deviation of 0.02
  for (long t = 1; t <= 3; ++t) {
    critic.run(t);
    CHECK(largest() == 0.01f);
  }
  double const d = distance_of_backends<clipped>();
  MESSAGE("within " << d);
  CHECK(d < 1e-3);
}

/// A step of both players clips after D's update, and before G's loss reads D.
TEST_CASE("weights are clipped in a step of both players, too") {
  Store<double> store(1);
  test::Steps<Of<clipped, Phase::both>, Reference<double>> steps(store, 4);
  steps.run(1);
  for (double x : steps.of("D.0.weight")) CHECK(std::abs(x) <= 0.01);
}
