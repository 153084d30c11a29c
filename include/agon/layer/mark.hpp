#pragma once
#include <agon/core/name.hpp>
#include <agon/layer/scope.hpp>

/// What looks into a network, or lays a hand on it, from between its layers. These take no number among them:
/// a network has the same names of parameters with them and without, so that they may be put into one whose
/// checkpoint is there.
namespace agon {

/// Leaves what came before under a name, and passes it on.
template <Name N>
struct Mark {
  static constexpr int length = 0;
  static constexpr auto name = text("Mark<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    s.wires.set(N.at, x);
    return x;
  }
  constexpr Tensor run(Scope& s, Tensor x, int, int) const { return (*this)(s, x); }
};

/// x times the value of that name: a number for each channel, or for each channel and pixel. At 0 a channel
/// is dropped (Radford et al. 2016, section 6.3.2).
template <Name N>
struct Masked {
  static constexpr int length = 0;
  static constexpr auto name = text("Masked<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const mask = s.wire(N.at, x);
    Shape const d = x.shape(), m = mask.shape();
    bool const by_pixel = m.h == d.h && m.w == d.w, by_channel = m.h * m.w == 1;
    if (m.c != d.c || !(by_pixel || by_channel)) {
      s.graph.refuse("the mask \"", N.at, "\" is ", m, " and what it masks is ", d,
                     "; give it a number for each of the ", d.c, " channels");
      return x;
    }
    return x * mask;
  }
  constexpr Tensor run(Scope& s, Tensor x, int index, int count) const {
    Place here{.outer = s.graph.place, .index = index, .count = count, .layer = LayerName<Masked>::value.at};
    s.graph.place = &here;
    Tensor const y = (*this)(s, x);
    s.graph.place = here.outer;
    return y;
  }
};

}  // namespace agon
