#pragma once
#include <cmath>
#include <string>

#include <agon/layer/scope.hpp>
#include <agon/train/moment.hpp>
#include <agon/train/schedule.hpp>

namespace agon {

/// Where Adam's epsilon stands.
enum class Epsilon {
  corrected,  // beside the corrected root: Kingma and Ba's algorithm 1, and PyTorch since 1.3
  hat         // beside the root as it is, their "epsilon hat" of section 2: TensorFlow, and Torch7's optim
};

/// The numbers of a step of Adam in a program, and what it takes from a parameter.
struct AdamStep {
  Tensor step, root, epsilon, keep1, take1, keep2, take2;

  constexpr AdamStep(Graph& g, std::string_view network)
      : step(g.add_scalar(network, ".step_size")),
        root(g.add_scalar(network, ".root")),
        epsilon(g.add_scalar(network, ".epsilon")),
        keep1(g.add_scalar(network, ".beta1")),
        take1(g.add_scalar(network, ".beta1_rest")),
        keep2(g.add_scalar(network, ".beta2")),
        take2(g.add_scalar(network, ".beta2_rest")) {}

  /// With d the gradient by p. The moving averages are updated.
  constexpr Tensor operator()(Tensor p, Tensor d) const {
    Tensor const m0 = moment(p, "exp_avg", 0), v0 = moment(p, "exp_avg_sq", 1);
    Tensor const m = update(m0, keep1 * m0 + take1 * d), v = update(v0, keep2 * v0 + take2 * (d * d));
    return step * m / (sqrt(v) * root + epsilon);
  }
};

/// Adam (Kingma and Ba 2015, algorithm 1), in PyTorch's form: with m and v the moving averages of a gradient
/// and of its square, p -= rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
/// With Epsilon::hat, p -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon), as in
/// TensorFlow 1.
struct Adam {
  Schedule rate = 2e-4;
  double beta1 = 0.5, beta2 = 0.999, epsilon = 1e-8;
  Epsilon form = Epsilon::corrected;

  /// Appends one step by the gradients of all parameters of a network; from here on they are the new
  /// versions.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    AdamStep const step(*parameter[0].graph, weights.name);
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const p = parameter[i];
      weights.replace(p, update(p, p - step(p, gradients[i])));
    }
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    double const step = rate(t - 1) / (1 - std::pow(beta1, double(t))),
                 root = std::sqrt(1 - std::pow(beta2, double(t)));
    bool const hat = form == Epsilon::hat;
    set_scalar(engine, name, "step_size", hat ? step * root : step);
    set_scalar(engine, name, "root", hat ? 1 : 1 / root);
    set_scalar(engine, name, "epsilon", epsilon);
    set_scalar(engine, name, "beta1", beta1);
    set_scalar(engine, name, "beta1_rest", 1 - beta1);
    set_scalar(engine, name, "beta2", beta2);
    set_scalar(engine, name, "beta2_rest", 1 - beta2);
  }
  /// Sets the numbers of a step that changes nothing.
  static void hold(auto& engine, std::string const& name) {
    for (char const* one : {"root", "epsilon", "beta1", "beta2"}) set_scalar(engine, name, one, 1);
    for (char const* none : {"step_size", "beta1_rest", "beta2_rest"}) set_scalar(engine, name, none, 0);
  }
};

}  // namespace agon
