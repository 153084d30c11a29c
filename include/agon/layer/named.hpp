#pragma once
#include <agon/core/name.hpp>
#include <agon/layer/seq.hpp>

namespace agon {

/// L, with N in place of its index in the names of its parameters: `Named<"down1", Conv<64, 4, 2>>` has
/// "down1.weight".
template <Name N, class L>
struct Named {
  static constexpr auto name = text("Named<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return s.under(N.at, true, [&] { return L{}(s, x); });
  }
};

/// L, whose layers all have names of their own: its index is no part of them.
template <class L>
struct Unnumbered {
  static constexpr auto name = text<80>("Unnumbered<", LayerName<L>::value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    s.graph.place->silent = true;
    return L{}(s, x);
  }
};

}  // namespace agon
