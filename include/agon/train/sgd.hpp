#pragma once
#include <string>

#include <agon/layer/scope.hpp>
#include <agon/train/moment.hpp>
#include <agon/train/schedule.hpp>

namespace agon {

/// Steepest descent by the gradient of a batch: p -= rate * g.
struct SGD {
  Schedule rate = 0.01;

  /// Appends one step by the gradients of all parameters of a network; from here on they are the new
  /// versions.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Tensor const step = parameter[0].graph->add_scalar(weights.name, ".rate");
    for (std::size_t i = 0; i < parameter.size(); ++i)
      weights.replace(parameter[i], update(parameter[i], parameter[i] - step * gradients[i]));
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    set_scalar(engine, name, "rate", rate(t - 1));
  }
  /// Sets the numbers of a step that changes nothing.
  static void hold(auto& engine, std::string const& name) { set_scalar(engine, name, "rate", 0); }
};

/// Steepest descent with momentum (Polyak 1964), in two forms, which part when the rate changes:
///   Form::inside   v = momentum * v - rate * g, p += v   (Goodfellow's pylearn2, cuda-convnet, Caffe)
///   Form::outside  v = momentum * v + g, p -= rate * v   (PyTorch 2)
/// Nesterov's (Sutskever et al. 2013, equation 7) looks ahead by the new v: p += momentum * v - rate * g
/// inside, p -= rate * (momentum * v + g) outside.
struct Momentum {
  enum class Form { inside, outside };  // where the rate stands
  Schedule rate = 0.01, momentum = 0.9;
  Form form = Form::outside;
  bool nesterov = false;

  /// Appends one step by the gradients of all parameters of a network; from here on they are the new
  /// versions.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Graph& g = *parameter[0].graph;
    auto scalar = [&](std::string_view name) { return g.add_scalar(weights.name, ".", name); };
    Tensor const keep = scalar("momentum"), take = scalar("take"), step = scalar("rate"),
                 direct = scalar("direct");
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const p = parameter[i], v0 = moment(p, "momentum_buffer");
      Tensor const v = update(v0, keep * v0 + take * gradients[i]);
      weights.replace(p, update(p, p - step * v - direct * gradients[i]));
    }
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    double const r = rate(t - 1), keep = momentum(t - 1), ahead = nesterov ? keep : 1;
    bool const inside = form == Form::inside;
    set_scalar(engine, name, "momentum", keep);
    set_scalar(engine, name, "take", inside ? -r : 1);
    set_scalar(engine, name, "rate", inside ? -ahead : r * ahead);
    set_scalar(engine, name, "direct", nesterov ? r : 0);
  }
  /// Sets the numbers of a step that changes nothing.
  static void hold(auto& engine, std::string const& name) {
    set_scalar(engine, name, "momentum", 1);
    for (char const* none : {"take", "rate", "direct"}) set_scalar(engine, name, none, 0);
  }
};

}  // namespace agon
