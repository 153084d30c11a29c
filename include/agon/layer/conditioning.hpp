#pragma once
#include <agon/layer/activation.hpp>
#include <agon/layer/linear.hpp>

namespace agon {

/// Conditioning augmentation (Zhang et al. 2017, 3.2): from features a mean m and a logarithm s of a
/// deviation, Width numbers each, the result m + e^s eps with normal eps. Leaves "mu" and "log_sigma", from
/// which the KL term of an objective is made. As StackGAN's first code has it, with a leaky rectifier on m
/// and s.
template <int Width>
struct ConditioningAugmentation {
  static constexpr auto name = text("ConditioningAugmentation<", Width, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = LeakyReLU<0.2>{}(s, linear(s, x, 2 * Width));
    Tensor const mu = slice(y, 0, Width), log_sigma = slice(y, Width, Width);
    s.wires.set("mu", mu).set("log_sigma", log_sigma);
    return mu + exp(log_sigma) * s.random(Distribution::normal, mu.shape().per_sample(Width));
  }
};
/// The second version's: a gated linear map, and the logarithm of the variance.
template <int Width>
struct GatedConditioningAugmentation {
  static constexpr auto name = text("GatedConditioningAugmentation<", Width, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = GLU{}(s, linear(s, x, 4 * Width));
    Tensor const mu = slice(y, 0, Width), log_sigma = 0.5 * slice(y, Width, Width);
    s.wires.set("mu", mu).set("log_sigma", log_sigma);
    return mu + exp(log_sigma) * s.random(Distribution::normal, mu.shape().per_sample(Width));
  }
};

}  // namespace agon
