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

/// Whose weight decays: every parameter's, or that of kernels and matrices alone, which are what a bias, a
/// gain or a slope is not (Caffe's decay_mult of 1 and 0).
enum class Decayed { all, weights };

/// The gradient of loss + decay / 2 * |p|^2, over all parameters or weights alone: the weight decay of
/// PyTorch's SGD and Adam. (AdamW's goes past the moments.)
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
      sums.push_back(decays(parameter[i]) ? gradients[i] + pull * parameter[i] : gradients[i]);
    Optimiser::descend(weights, sums);
  }
  static constexpr bool averages(std::string_view network) { return agon::averages<Optimiser>(network); }

  void set(auto& engine, std::string const& name, long t) const {
    optimiser.set(engine, name, t);
    set_scalar(engine, name, "weight_decay", decay);
  }
  void hold(auto& engine, std::string const& name) const { optimiser.hold(engine, name); }

 private:
  static constexpr bool decays(Tensor p) {
    Layout const kept = Weights::slot(p).layout;
    return What == Decayed::all || (kept != Layout::vector && kept != Layout::image);
  }
};

}  // namespace agon
