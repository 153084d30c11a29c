#pragma once
#include <string>
#include <string_view>

#include <agon/train/ema.hpp>

namespace agon {

/// One step of an optimiser for every `parts` batches, by the mean of their gradients: a batch that memory
/// has no room for. The program's steps but the last of each round leave parameters, moments and averages as
/// they are; schedules and the optimiser's own t count rounds.
///
/// Batch statistics are those of each part. A player's gradients are all through the networks of their own
/// moment: where D's update precedes G's gradient in a step, G sees the new D in the last part alone.
template <class Optimiser>
struct Accumulated {
  Optimiser optimiser = {};
  long parts = 1;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Graph& g = *parameter[0].graph;
    Tensor const keep = g.add_scalar(weights.name, ".gradient"),
                 take = g.add_scalar(weights.name, ".gradient_part");
    List<Tensor> sums;
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const s = moment(parameter[i], "gradient", 2);
      sums.push_back(update(s, keep * s + take * gradients[i]));
    }
    Optimiser::descend(weights, sums);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    if (t % parts == 0)
      optimiser.set(engine, name, t / parts);
    else
      optimiser.hold(engine, name);
    set_scalar(engine, name, "gradient", parts == 1 || t % parts == 1 ? 0 : 1);
    set_scalar(engine, name, "gradient_part", 1 / double(parts));
  }
  /// Sets the numbers of a step that changes nothing.
  void hold(auto& engine, std::string const& name) const {
    optimiser.hold(engine, name);
    set_scalar(engine, name, "gradient", 1);
    set_scalar(engine, name, "gradient_part", 0);
  }
};

}  // namespace agon
