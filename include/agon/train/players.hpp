#pragma once
#include <string>
#include <string_view>

#include <agon/train/adam.hpp>
#include <agon/train/ema.hpp>
#include <agon/train/game.hpp>

namespace agon {

/// An optimiser for each player, of one kind or of two: two time-scales (Heusel et al. 2017), or Adam against
/// RMSProp. Networks whose names begin with G are the generator's, all others the discriminator's.
///
///   DCGAN<G, D, hinge, Features<128>, Cpu, Players<Adam>> model{{.optimiser = {.g = {.rate = 1e-4},
///                                                                              .d = {.rate = 4e-4}}}};
template <class Generator = Adam, class Discriminator = Generator>
struct Players {
  Generator g = {};
  Discriminator d = {};

  /// Appends one step by the gradients of all parameters of a network.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    if (is_generator(weights.name))
      Generator::descend(weights, gradients);
    else
      Discriminator::descend(weights, gradients);
  }
  static constexpr bool averages(std::string_view network) {
    return is_generator(network) ? agon::averages<Generator>(network)
                                 : agon::averages<Discriminator>(network);
  }
  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    if (is_generator(name))
      g.set(engine, name, t);
    else
      d.set(engine, name, t);
  }
  /// Sets the numbers of a step that changes nothing.
  void hold(auto& engine, std::string const& name) const {
    if (is_generator(name))
      g.hold(engine, name);
    else
      d.hold(engine, name);
  }
};

}  // namespace agon
