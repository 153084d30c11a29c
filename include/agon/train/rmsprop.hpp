#pragma once
#include <cmath>
#include <string>
#include <string_view>

#include <agon/layer/scope.hpp>
#include <agon/train/moment.hpp>
#include <agon/train/schedule.hpp>

namespace agon {

/// The numbers of a step of RMSProp in a program, and the root that it divides by.
struct RMSPropStep {
  Tensor rate, keep, take, within, beside;

  constexpr RMSPropStep(Graph& g, std::string_view network)
      : rate(g.add_scalar(network, ".rate")),
        keep(g.add_scalar(network, ".decay")),
        take(g.add_scalar(network, ".decay_rest")),
        within(g.add_scalar(network, ".epsilon_within")),
        beside(g.add_scalar(network, ".epsilon_beside")) {}

  /// With d the gradient by p, whose moving average of squares is updated.
  constexpr Tensor root(Tensor p, Tensor d) const {
    Tensor const v0 = moment(p, "square_avg");
    Tensor const v = update(v0, keep * v0 + take * (d * d));
    return sqrt(v + within) + beside;
  }
  /// About the gradient's moving average, which is updated, too. Rounding makes no variance negative.
  constexpr Tensor centred_root(Tensor p, Tensor d) const {
    Tensor const v0 = moment(p, "square_avg"), m0 = moment(p, "grad_avg", 1);
    Tensor const v = update(v0, keep * v0 + take * (d * d)), m = update(m0, keep * m0 + take * d);
    Tensor const variance = v - m * m;
    return sqrt(select(variance > 0, variance, 0) + within) + beside;
  }
};

/// RMSProp (Tieleman and Hinton 2012, lecture 6e), with v the moving average of the gradient's square,
/// v = decay * v + (1 - decay) * g^2:
///   Form::pytorch     p -= rate * g / (sqrt(v) + epsilon), v from 0 on   (PyTorch 2)
///   Form::tensorflow  p -= rate * g / sqrt(v + epsilon), v from 1 on     (TensorFlow 1; decay 0.9, epsilon
///                                                                         1e-10 there)
/// What is kept is v without what is left of its beginning, which is decay^t in TensorFlow's form.
struct RMSProp {
  enum class Form { pytorch, tensorflow };
  Schedule rate = 5e-5;
  double decay = 0.99, epsilon = 1e-8;
  Form form = Form::pytorch;

  /// Appends one step by the gradients of all parameters of a network; from here on they are the new
  /// versions.
  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    RMSPropStep const step(*parameter[0].graph, weights.name);
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      Tensor const p = parameter[i], d = gradients[i];
      weights.replace(p, update(p, p - step.rate * d / step.root(p, d)));
    }
  }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    bool const tensorflow = form == Form::tensorflow;
    set_scalar(engine, name, "rate", rate(t - 1));
    set_scalar(engine, name, "decay", decay);
    set_scalar(engine, name, "decay_rest", 1 - decay);
    set_scalar(engine, name, "epsilon_within", tensorflow ? std::pow(decay, double(t)) + epsilon : 0);
    set_scalar(engine, name, "epsilon_beside", tensorflow ? 0 : epsilon);
  }
  /// Sets the numbers of a step that changes nothing.
  static void hold(auto& engine, std::string const& name) {
    for (char const* one : {"decay", "epsilon_within", "epsilon_beside"}) set_scalar(engine, name, one, 1);
    for (char const* none : {"rate", "decay_rest"}) set_scalar(engine, name, none, 0);
  }
};

}  // namespace agon
