#pragma once
#include <agon/train/adam.hpp>

namespace agon {

/// AdamW (Loshchilov and Hutter 2019, algorithm 2), in PyTorch's form: p *= 1 - rate * decay, and then a step
/// of Adam.
struct AdamW {
  Schedule rate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0.01;

  /// Appends one step by the gradients of all parameters of a network; from here on they are the new
  /// versions.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Graph& g = *parameter[0].graph;
    AdamStep const step(g, weights.name);
    Tensor const keep = g.add_scalar(weights.name, ".keep");
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const p = parameter[i];
      weights.replace(p, update(p, keep * p - step(p, gradients[i])));
    }
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    Adam{rate, beta1, beta2, epsilon}.set(engine, name, t);
    set_scalar(engine, name, "keep", 1 - rate(t - 1) * decay);
  }
  /// Sets the numbers of a step that changes nothing.
  static void hold(auto& engine, std::string const& name) {
    Adam::hold(engine, name);
    set_scalar(engine, name, "keep", 1);
  }
};

}  // namespace agon
