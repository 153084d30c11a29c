#pragma once
#include <agon/layer/wire.hpp>

/// Two networks as one, which have their Shared layers in common (Liu and Tuzel 2016). Parameters of their
/// own have "a" and "b" in their names, shared ones the name under which they are shared: "G.a.4.weight",
/// "G.b.4.weight", "G.generator.0.weight". Values that both leave under a name, by Let, stand beside each
/// other as their results do; of a value that is shared there is one.
namespace agon {

namespace detail {

/// A(x), and beside it along the channels B(y), where both may share.
template <class A, class B>
constexpr Tensor coupled(Scope& s, Tensor x, Tensor y) {
  Tensor first, second;
  s.couple([&] {
    Wires const given = s.wires;
    first = s.under("a", false, [&] { return Seq<A>{}(s, x); });
    Wires const of_first = s.wires;
    s.wires = given;
    second = s.under("b", false, [&] { return Seq<B>{}(s, y); });
    Wires both = of_first;
    for (auto const& [name, value] : s.wires)
      if (Tensor const other = of_first[name]; other && other.id != value.id && given[name].id != value.id)
        both.set(name, concat(other, value));
      else
        both.set(name, value);
    s.wires = both;
  });
  return concat(first, second);
}

}  // namespace detail

/// Both of the same value. What they share of it is computed once: its running statistics move once, its
/// random draws are those of both.
template <class A, class B = A>
struct Coupled {
  static constexpr auto name = text("Coupled");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return detail::coupled<A, B>(s, x, x); }
};

/// The first half of the channels through A, the second through B.
template <class A, class B = A>
struct CoupledHalves {
  static constexpr auto name = text("CoupledHalves");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    if (c % 2) {
      s.graph.refuse("each of two networks takes one half of the channels, and there are ", c,
                     "; make their number even");
      return x;
    }
    return detail::coupled<A, B>(s, slice(x, 0, c / 2), slice(x, c / 2, c / 2));
  }
};

}  // namespace agon
