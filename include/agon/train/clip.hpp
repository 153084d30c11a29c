#pragma once
#include <string>
#include <string_view>

#include <agon/train/ema.hpp>

/// Optimisers with something done to the gradients before a step. They nest: ClipNorm<WeightDecay<Adam>>.
namespace agon {

/// All gradients of a network times min(1, norm / (their Euclidean norm + 1e-6)) (Pascanu et al. 2013;
/// PyTorch's clip_grad_norm_).
template <class Optimiser>
struct ClipNorm {
  Optimiser optimiser = {};
  double norm = 1;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    if (gradients.empty()) return;
    Graph& g = *gradients[0].graph;
    Tensor squares = sum(square(gradients[0]));
    for (std::size_t i = 1; i < gradients.size(); ++i) squares = squares + sum(square(gradients[i]));
    Tensor const ratio = g.add_scalar(weights.name, ".clip_norm") / (sqrt(squares) + 1e-6);
    Tensor const scale = select(ratio > 1, 1, ratio);
    List<Tensor> scaled;
    for (Tensor const d : gradients) scaled.push_back(d * scale);
    Optimiser::descend(weights, scaled);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  void set(auto& engine, std::string const& name, long t) const {
    optimiser.set(engine, name, t);
    set_scalar(engine, name, "clip_norm", norm);
  }
  void hold(auto& engine, std::string const& name) const { optimiser.hold(engine, name); }
};

/// Each number of a gradient between -value and value: PyTorch's clip_grad_value_.
template <class Optimiser>
struct ClipValue {
  Optimiser optimiser = {};
  double value = 1;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    if (gradients.empty()) return;
    Tensor const bound = gradients[0].graph->add_scalar(weights.name, ".clip_value");
    List<Tensor> clipped;
    for (Tensor const d : gradients) clipped.push_back(clamp(d, bound));
    Optimiser::descend(weights, clipped);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  void set(auto& engine, std::string const& name, long t) const {
    optimiser.set(engine, name, t);
    set_scalar(engine, name, "clip_value", value);
  }
  void hold(auto& engine, std::string const& name) const { optimiser.hold(engine, name); }
};

/// One number for each channel: a bias, or a gain of a norm.
constexpr bool is_vector(Tensor parameter) { return Weights::slot(parameter).layout == Layout::vector; }

/// Which parameters are decayed: all, or those alone that are no vectors.
enum class Decayed { all, weights };

/// The gradient of loss + decay / 2 * |p|^2: the weight decay of PyTorch's SGD and Adam. (AdamW's goes past
/// the moments.) In Momentum::Form::inside it is times the rate, as AlexNet's: v = 0.9 v - rate (g + decay
/// p).
template <class Optimiser, Decayed What = Decayed::all>
struct WeightDecay {
  Optimiser optimiser = {};
  double decay = 0;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Tensor const pull = parameter[0].graph->add_scalar(weights.name, ".weight_decay");
    List<Tensor> sums;
    for (std::size_t i = 0; i < parameter.size(); ++i)
      sums.push_back(What == Decayed::weights && is_vector(parameter[i])
                         ? gradients[i]
                         : gradients[i] + pull * parameter[i]);
    Optimiser::descend(weights, sums);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  void set(auto& engine, std::string const& name, long t) const {
    optimiser.set(engine, name, t);
    set_scalar(engine, name, "weight_decay", decay);
  }
  void hold(auto& engine, std::string const& name) const { optimiser.hold(engine, name); }
};

/// Vectors, which are biases as a rule, learn `factor` times as fast as the rest, under SGD or Momentum:
/// their gradients are times it. (Adam's steps would not notice.) Cuda-convnet's and Caffe's AlexNet: 2.
template <class Optimiser>
struct BiasRate {
  Optimiser optimiser = {};
  double factor = 2;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    List<Tensor> const parameter = weights.trainable();
    if (parameter.empty()) return;
    Tensor const times = parameter[0].graph->add_scalar(weights.name, ".bias_rate");
    List<Tensor> scaled;
    for (std::size_t i = 0; i < parameter.size(); ++i)
      scaled.push_back(is_vector(parameter[i]) ? times * gradients[i] : gradients[i]);
    Optimiser::descend(weights, scaled);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  void set(auto& engine, std::string const& name, long t) const {
    optimiser.set(engine, name, t);
    set_scalar(engine, name, "bias_rate", factor);
  }
  void hold(auto& engine, std::string const& name) const { optimiser.hold(engine, name); }
};

}  // namespace agon
