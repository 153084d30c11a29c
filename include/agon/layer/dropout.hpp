#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

namespace agon {

/// Each number is zero with probability Rate and otherwise divided by 1 - Rate (Srivastava et al. 2014); the
/// identity in Eval.
template <Real Rate>
struct Dropout {
  static constexpr auto name = text("Dropout<", Rate.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Rate.value < 0 || Rate.value >= 1) {
      s.graph.refuse("its rate is ", Rate.value, "; it must be at least 0 and less than 1");
      return x;
    }
    if (s.mode == Mode::Eval) return x;
    Tensor const u = s.random(Distribution::uniform, x.shape());
    return x * select(u < Rate.value, s.graph.constant(0), 1 / (1 - Rate.value));
  }
};

}  // namespace agon
