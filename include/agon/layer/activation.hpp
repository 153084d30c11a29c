#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

namespace agon {

/// y = x > 0 ? x : Slope x. The gradient asks for the sign of y, which is that of x, so that x need not be
/// kept.
template <Real Slope>
struct LeakyReLU {
  static constexpr auto name = text("LeakyReLU<", Slope.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Slope.value < 0) s.graph.refuse("its slope is ", Slope.value, "; it must be at least 0");
    return with_gradient(select(x > 0, x, Slope.value * x), {x}, backward);
  }
  static constexpr void backward(Tensor y, Tensor dy, std::array<Tensor, 3> const&,
                                 std::array<Tensor, 3>& dx) {
    dx[0] = select(y > 0, dy, Slope.value * dy);
  }
};

/// y = max(x, 0)
struct ReLU {
  static constexpr auto name = text("ReLU");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return with_gradient(select(x > 0, x, 0), {x}, backward);
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

}  // namespace agon
