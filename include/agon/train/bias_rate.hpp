#pragma once
#include <string>
#include <string_view>

#include <agon/train/ema.hpp>

namespace agon {

/// Vectors of numbers for each channel, which are biases as a rule, learn `factor` times as fast as the rest
/// under SGD or Momentum: their gradients are times it. (Adam's steps would not notice.) Cuda-convnet's and
/// Caffe's AlexNet: 2.
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
      scaled.push_back(Weights::slot(parameter[i]).layout == Layout::vector ? times * gradients[i]
                                                                            : gradients[i]);
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
