#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

/// Both forms of dropout give in Eval what they give in training on average.
namespace agon {

/// Refuses a share of numbers to drop that is none.
constexpr bool check_dropout(Scope& s, double rate) {
  bool const fits = rate >= 0 && rate < 1;
  if (!fits) s.graph.refuse("its rate is ", rate, "; it must be at least 0 and less than 1");
  return fits;
}
/// x, where each number is zero with probability `rate` and otherwise times `kept`.
constexpr Tensor dropped(Scope& s, Tensor x, double rate, double kept) {
  Tensor const u = s.random(Distribution::uniform, x.shape());
  return x * select(u < rate, s.graph.constant(0), kept);
}

/// Each number is zero with probability Rate and otherwise divided by 1 - Rate; the identity in Eval. This is
/// the inverted form, which Caffe and PyTorch have.
template <Real Rate>
struct Dropout {
  static constexpr auto name = text("Dropout<", Rate.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (!check_dropout(s, Rate.value) || s.mode == Mode::Eval) return x;
    return dropped(s, x, Rate.value, 1 / (1 - Rate.value));
  }
};

/// Each number is zero with probability Rate and otherwise left alone; in Eval all are times 1 - Rate. This
/// is the original form (Hinton et al. 2012; Krizhevsky et al. 2012, 4.2; Srivastava et al. 2014).
template <Real Rate>
struct OriginalDropout {
  static constexpr auto name = text("OriginalDropout<", Rate.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (!check_dropout(s, Rate.value)) return x;
    return s.mode == Mode::Eval ? (1 - Rate.value) * x : dropped(s, x, Rate.value, 1);
  }
};

}  // namespace agon
