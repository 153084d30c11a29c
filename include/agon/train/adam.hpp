#pragma once
#include <cmath>
#include <string>

#include <agon/core/words.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/scope.hpp>

namespace agon {

/// Adam (Kingma and Ba 2015, algorithm 1), in PyTorch's form: with m and v the moving averages of a gradient
/// and of its square, p -= rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
struct Adam {
  double rate = 2e-4, beta1 = 0.5, beta2 = 0.999, epsilon = 1e-8;

  /// Appends one step down `loss` for all parameters of a network; from here on they are the new versions.
  static constexpr void descend(Weights& weights, Tensor loss) {
    descend(weights, gradient(loss, weights.trainable()));
  }
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Graph& g = *parameter[0].graph;
    auto scalar = [&](std::string_view name) { return g.add_scalar(weights.name, ".", name); };
    Tensor const step = scalar("step_size"), root = scalar("root"), epsilon = scalar("epsilon");
    Tensor const keep1 = scalar("beta1"), take1 = scalar("beta1_rest"), keep2 = scalar("beta2"),
                 take2 = scalar("beta2_rest");
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const p = parameter[i], d = gradients[i];
      Tensor const m0 = moment(p, "exp_avg", 0), v0 = moment(p, "exp_avg_sq", 1);
      Tensor const m = update(m0, keep1 * m0 + take1 * d), v = update(v0, keep2 * v0 + take2 * (d * d));
      weights.replace(p, update(p, p - step * m / (sqrt(v) * root + epsilon)));
    }
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    auto scalar = [&](char const* what, double x) { engine.set(joined({name, ".", what}), x); };
    scalar("step_size", rate / (1 - std::pow(beta1, double(t))));
    scalar("root", 1 / std::sqrt(1 - std::pow(beta2, double(t))));
    scalar("epsilon", epsilon);
    scalar("beta1", beta1);
    scalar("beta1_rest", 1 - beta1);
    scalar("beta2", beta2);
    scalar("beta2_rest", 1 - beta2);
  }

 private:
  static constexpr Tensor moment(Tensor p, std::string_view kind, int order) {
    Graph& g = *p.graph;
    Slot s = Weights::slot(p);
    Label const owner = s.name;
    s.role = Role::moment;
    s.mean = s.deviation = 0;
    s.order = order;
    List<char> const name(g.names.begin() + owner.at, g.names.begin() + owner.at + owner.size);
    s.name = g.label("optimizer.", kind, ".", std::string_view(name.data(), name.size()));
    return g.add_slot(s);
  }
};

}  // namespace agon
