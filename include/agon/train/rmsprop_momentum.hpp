#pragma once
#include <string>

#include <agon/layer/scope.hpp>
#include <agon/train/moment.hpp>
#include <agon/train/rmsprop.hpp>
#include <agon/train/schedule.hpp>

namespace agon {

/// RMSProp with momentum, with s what RMSProp divides a gradient by, b = momentum * b + g / s:
///   RMSProp::Form::pytorch     p -= rate * b   (PyTorch 2)
///   RMSProp::Form::tensorflow  the rate stands inside, b = momentum * b + rate * g / s, p -= b
/// Centred, the root is of the gradient's variance v - m^2, with m the moving average of g, from 0 on (Graves
/// 2013, equations 38 to 41; `centered` in both libraries). A momentum of 0 is none.
///
///   RMSPropMomentum{.rate = 1e-3, .momentum = 0.9}    CentredRMSProp{.rate = 1e-4, .decay = 0.95}
template <bool Centred>
struct RMSPropWithMomentum {
  Schedule rate = 5e-5;
  double decay = 0.99, epsilon = 1e-8;
  Schedule momentum = Centred ? 0 : 0.9;
  RMSProp::Form form = RMSProp::Form::pytorch;

  /// Appends one step by the gradients of all parameters of a network; from here on they are the new
  /// versions.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Graph& g = *parameter[0].graph;
    RMSPropStep const step(g, weights.name);
    Tensor const keep = g.add_scalar(weights.name, ".momentum"), take = g.add_scalar(weights.name, ".take");
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const p = parameter[i], d = gradients[i], b0 = moment(p, "momentum_buffer", 2);
      Tensor const s = Centred ? step.centred_root(p, d) : step.root(p, d);
      Tensor const b = update(b0, keep * b0 + take * d / s);
      weights.replace(p, update(p, p - step.rate * b));
    }
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    double const r = rate(t - 1);
    bool const inside = form == RMSProp::Form::tensorflow;
    RMSProp{rate, decay, epsilon, form}.set(engine, name, t);
    set_scalar(engine, name, "rate", inside ? 1 : r);
    set_scalar(engine, name, "momentum", momentum(t - 1));
    set_scalar(engine, name, "take", inside ? r : 1);
  }
  /// Sets the numbers of a step that changes nothing.
  static void hold(auto& engine, std::string const& name) {
    RMSProp::hold(engine, name);
    set_scalar(engine, name, "momentum", 1);
    set_scalar(engine, name, "take", 0);
  }
};

using RMSPropMomentum = RMSPropWithMomentum<false>;
using CentredRMSProp = RMSPropWithMomentum<true>;

}  // namespace agon
