#pragma once
#include <cstdint>

#include <agon/train/adam.hpp>
#include <agon/train/critic_steps.hpp>

namespace agon {

/// What a model begins with: `{.optimiser = {.rate = 5e-5}, .seed = 1}`.
template <class Optimiser>
struct ModelOptions {
  Optimiser optimiser = {};
  std::uint64_t seed = 1;
  CriticSteps critic = {};  // of systems whose players move in turns

  constexpr Optimiser const& chosen() const { return optimiser; }
};

/// Adam's numbers stand among the others: `{.rate = 2e-4, .beta1 = 0.5, .seed = 1}`.
template <>
struct ModelOptions<Adam> {
  Schedule rate = 2e-4;
  double beta1 = 0.5, beta2 = 0.999, epsilon = 1e-8;
  Epsilon form = Epsilon::corrected;
  std::uint64_t seed = 1;
  CriticSteps critic = {};  // of systems whose players move in turns

  constexpr Adam chosen() const { return {rate, beta1, beta2, epsilon, form}; }
};

}  // namespace agon
