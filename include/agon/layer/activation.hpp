#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

namespace agon {

/// A rectifier's result y, to whose gradient the rules inside Guided are applied: of dy, what is above zero.
constexpr Tensor rectified(Scope const& s, Tensor y) {
  if (!s.guided) return y;
  return with_gradient(y, {y},
                       [](Tensor, Tensor dy, std::array<Tensor, 3> const&, std::array<Tensor, 3>& dx) {
                         dx[0] = select(dy > 0, dy, 0);
                       });
}

/// y = x > 0 ? x : Slope x. The gradient asks for the sign of y, which is that of x, so that x need not be
/// kept.
template <Real Slope>
struct LeakyReLU {
  static constexpr auto name = text("LeakyReLU<", Slope.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Slope.value < 0) s.graph.refuse("its slope is ", Slope.value, "; it must be at least 0");
    return rectified(s, with_gradient(select(x > 0, x, Slope.value * x), {x}, backward));
  }
  static constexpr void backward(Tensor y, Tensor dy, std::array<Tensor, 3> const&,
                                 std::array<Tensor, 3>& dx) {
    dx[0] = select(y > 0, dy, Slope.value * dy);
  }
};

/// y = max(x, 0)
struct ReLU {
  static constexpr auto name = text("ReLU");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return rectified(s, with_gradient(select(x > 0, x, 0), {x}, backward));
  }
  static constexpr void backward(Tensor y, Tensor dy, std::array<Tensor, 3> const&,
                                 std::array<Tensor, 3>& dx) {
    dx[0] = select(y > 0, dy, 0);
  }
};

/// y = tanh x
struct Tanh {
  static constexpr auto name = text("Tanh");
  constexpr Tensor operator()(Scope&, Tensor x) const { return tanh(x); }
};

/// y = 1 / (1 + e^-x)
struct Sigmoid {
  static constexpr auto name = text("Sigmoid");
  constexpr Tensor operator()(Scope&, Tensor x) const { return sigmoid(x); }
};

/// y = log(1 + e^x)
struct Softplus {
  static constexpr auto name = text("Softplus");
  constexpr Tensor operator()(Scope&, Tensor x) const { return softplus(x); }
};

/// y = x / (1 + e^-x)
struct SiLU {
  static constexpr auto name = text("SiLU");
  constexpr Tensor operator()(Scope&, Tensor x) const { return silu(x); }
};

/// y = x > 0 ? x : Alpha (e^x - 1) (Clevert et al. 2016)
template <Real Alpha = 1>
struct ELU {
  static constexpr auto name = text("ELU<", Alpha.value, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    Tensor const below = select(x > 0, 0.0, x);  // e^x may not overflow where it is not taken
    return select(x > 0, x, Alpha.value * (exp(below) - 1));
  }
};

/// y = x > 0 ? x : a x with one learned slope a, or one for each channel, at first 1/4 (He et al. 2015).
enum class Slopes { one, each_channel };
template <Slopes S = Slopes::one>
struct PReLU {
  static constexpr auto name = text("PReLU");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const a = s.parameter("weight", channels(S == Slopes::one ? 1 : x.shape().c), 0.25);
    return select(x > 0, x, a * x);
  }
};

/// The first half of the channels times the sigmoid of the second (Dauphin et al. 2017).
struct GLU {
  static constexpr auto name = text("GLU");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    if (c % 2) {
      s.graph.refuse("it gates one half of the channels by the other, and there are ", c,
                     "; make their number even");
      return x;
    }
    return slice(x, 0, c / 2) * sigmoid(slice(x, c / 2, c / 2));
  }
};

/// e^x over the sum of e^x over the channels, for each pixel.
struct Softmax {
  static constexpr auto name = text("Softmax");
  constexpr Tensor operator()(Scope&, Tensor x) const { return softmax(x); }
};

/// y = Factor x
template <Real Factor>
struct Times {
  static constexpr auto name = text("Times<", Factor.value, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const { return Factor.value * x; }
};

}  // namespace agon
