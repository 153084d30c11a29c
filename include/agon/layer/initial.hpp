#pragma once
#include <agon/layer/fresh.hpp>
#include <agon/layer/seq.hpp>

/// What weights and biases begin with. A rule is a type that says it: `weights`, of convolutions, linear
/// layers and embeddings; if it has them, `biases` of the first two, otherwise left as they were; and
/// `gains`, the deviation about 1 of the gains of norms, otherwise 0. Without any rule weights are normal (0,
/// 0.02), gains normal (1, 0.02) and biases 0 (Radford et al. 2015). Equalized weights have a rule of their
/// own.
namespace agon {

/// The sequence L whose parameters begin by Rule: `Initial<Xavier, Linear<8>, ReLU>`. Names and places are
/// those of the sequence without it.
template <class Rule, class... L>
struct Initial : Seq<L...> {
  constexpr Tensor operator()(Scope& s, Tensor x) const { return run(s, x, 0, Seq<L...>::length); }
  constexpr Tensor run(Scope& s, Tensor x, int first, int count) const {
    Fresh const weights = s.fresh, biases = s.fresh_bias;
    double const gains = s.fresh_gain;
    s.fresh = Rule::weights;
    if constexpr (requires { Rule::biases; }) s.fresh_bias = Rule::biases;
    if constexpr (requires { Rule::gains; })
      s.fresh_gain = Rule::gains;
    else
      s.fresh_gain = 0;
    Tensor const y = Seq<L...>::run(s, x, first, count);
    s.fresh = weights, s.fresh_bias = biases, s.fresh_gain = gains;
    return y;
  }
};

/// The sequence L whose biases begin as the `weights` of Rule: `InitialBias<Constant<1>, Conv<8, 3>>`.
template <class Rule, class... L>
struct InitialBias : Seq<L...> {
  constexpr Tensor operator()(Scope& s, Tensor x) const { return run(s, x, 0, Seq<L...>::length); }
  constexpr Tensor run(Scope& s, Tensor x, int first, int count) const {
    Fresh const before = s.fresh_bias;
    s.fresh_bias = Rule::weights;
    Tensor const y = Seq<L...>::run(s, x, first, count);
    s.fresh_bias = before;
    return y;
  }
};

/// All equal V.
template <Real V>
struct Constant {
  static constexpr Fresh weights{.mean = V.value};
};
/// Normal (0, Deviation).
template <Real Deviation>
struct Normal {
  static constexpr Fresh weights{.spread = Deviation.value};
};
/// Uniform in [Low, High).
template <Real Low, Real High>
struct Uniform {
  static constexpr Fresh weights{.drawing = Drawing::uniform,
                                 .mean = (Low.value + High.value) / 2,
                                 .spread = (High.value - Low.value) / 2 / square_root(3)};
};
/// Uniform with the deviation Gain sqrt(2 / (inputs + outputs)) (Glorot and Bengio 2010, equation 16).
template <Real Gain>
struct XavierWith {
  static constexpr Fresh weights{.drawing = Drawing::uniform, .spread = Gain.value, .fan = Fan::both};
};
using Xavier = XavierWith<1>;
/// Normal with the deviation sqrt(2 / inputs) (He et al. 2015, equation 10).
struct He {
  static constexpr Fresh weights{.spread = square_root(2), .fan = Fan::inputs};
};
/// Outputs x the rest: orthonormal rows, or columns where there are more rows, every such matrix as likely
/// (Saxe et al. 2014), as PyTorch's orthogonal_ draws them.
struct Orthogonal {
  static constexpr Fresh weights{.drawing = Drawing::orthogonal, .spread = 1};
};
/// What PyTorch gives layers that nobody asks otherwise: weights and biases uniform in +-1 / sqrt(inputs).
struct Torch {
  static constexpr Fresh weights{
      .drawing = Drawing::uniform, .spread = 1 / square_root(3), .fan = Fan::inputs};
  static constexpr Fresh biases = weights;
};

}  // namespace agon
