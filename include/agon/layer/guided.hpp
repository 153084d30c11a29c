#pragma once
#include <agon/layer/seq.hpp>

namespace agon {

/// The sequence L, in which gradients are guided (Springenberg et al. 2015, section 3.4): to a ReLU comes
/// back only what of the gradient is above zero. With the ReLU's own gate that is
///
///   dx = y > 0 and dy > 0 ? dy : 0
///
/// so that nothing is left of what would lessen the value that is differentiated. A LeakyReLU's own gate lets
/// its slope's share pass where y < 0. Values are those of L, and so are the names of parameters: as a Seq,
/// it takes no number of its own.
template <class... L>
struct Guided {
  static constexpr int length = Seq<L...>::length;

  constexpr Tensor operator()(Scope& s, Tensor x) const { return run(s, x, 0, length); }
  constexpr Tensor run(Scope& s, Tensor x, int first, int count) const {
    bool const before = s.guided;
    s.guided = true;
    Tensor const y = Seq<L...>{}.run(s, x, first, count);
    s.guided = before;
    return y;
  }
};

}  // namespace agon
