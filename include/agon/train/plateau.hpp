#pragma once
#include <cmath>
#include <string>
#include <string_view>

#include <agon/backend/store.hpp>
#include <agon/train/ema.hpp>

namespace agon {

/// Lower rates when training stalls: whoever measures a model tells `observe` the error, and after more than
/// `patience` measurements in a row that were not better than the best, gradients are times `factor` from
/// there on. Better is less than (1 - margin) times the best. That is PyTorch's ReduceLROnPlateau, for SGD
/// and Momentum::Form::inside, where a factor of the gradient is one of the rate. (Adam would not notice.)
/// What decays weights stands around it: WeightDecay<Plateau<Momentum>>.
///
/// What was observed lies in the store, "optimizer.plateau.NETWORK": checkpoints hold it, and a resumed run
/// goes on where the first one stood.
template <class Optimiser>
struct Plateau {
  Optimiser optimiser = {};
  double factor = 0.1;
  long patience = 10;
  double margin = 1e-4;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    if (gradients.empty()) return;
    Graph& g = *gradients[0].graph;
    Tensor const state = g.add_slot({.role = Role::statistic,
                                     .shape = channels(4),
                                     .mean = 1,
                                     .name = g.label("optimizer.plateau.", weights.name)});
    Tensor const times = slice(state, 0, 1);
    List<Tensor> scaled;
    for (Tensor const d : gradients) scaled.push_back(times * d);
    Optimiser::descend(weights, scaled);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  /// Tells the error of a network; whether the rate falls by it. Throws Error if it is not finite, or if the
  /// store's programs have no Plateau for that network.
  template <class S>
  bool observe(Store<S>& store, std::string const& network, double error) const {
    auto* const entry = store.find("optimizer.plateau." + network);
    if (!entry) throw Error(network, "it does not learn by a Plateau, which could be told of its error");
    if (!std::isfinite(error)) throw Error(network, "the error that was observed is not finite");
    S* const state = entry->memory.data();
    S &times = state[0], &checks = state[1], &fresh = state[2], &best = state[3];  // all 1 at first
    if (fresh != 0 || error < (1 - margin) * double(best)) {
      fresh = 0;
      best = S(error);
      checks = 0;
      return false;
    }
    checks += 1;
    if (double(checks) <= double(patience)) return false;
    checks = 0;
    times *= S(factor);
    return true;
  }
  /// What the rate is times by now.
  template <class S>
  static double scale(Store<S> const& store, std::string const& network) {
    auto const* const entry = store.find("optimizer.plateau." + network);
    return entry ? double(entry->memory.data()[0]) : 1;
  }

  void set(auto& engine, std::string const& name, long t) const { optimiser.set(engine, name, t); }
  void hold(auto& engine, std::string const& name) const { optimiser.hold(engine, name); }
};

}  // namespace agon
