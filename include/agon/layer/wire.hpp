#pragma once
#include <agon/layer/named.hpp>

/// Values that travel beside the main one. A network reads the inputs that it is given by name; a layer may
/// name its result for the layers that follow, or for whoever applies the network.
namespace agon {

/// Leaves the result of the sequence L under a name, and passes it on.
template <Name N, class... L>
struct Let {
  static constexpr auto name = text("Let<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = Seq<L...>{}(s, x);
    s.wires.set(N.at, y);
    return y;
  }
};

/// Leaves the result of the sequence L under a name, and passes on what it was made from.
template <Name N, class... L>
struct Aside {
  static constexpr auto name = text("Aside<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    s.wires.set(N.at, Seq<L...>{}(s, x));
    return x;
  }
};

/// The sequence L applied to the value of that name, in place of what came before.
template <Name N, class... L>
struct From {
  static constexpr auto name = text("From<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return Seq<L...>{}(s, s.wire(N.at, x)); }
};

/// x and, beside it along the channels, the sequence L applied to the value of that name. A vector is spread
/// over all pixels of an image.
template <Name N, class... L>
struct With {
  static constexpr auto name = text("With<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor y = Seq<L...>{}(s, s.wire(N.at, x));
    Shape const d = x.shape();
    Shape beside = y.shape();
    if (beside.h * beside.w == 1) {
      beside = {beside.c, d.h, d.w, d.batched};
      y = broadcast(y, beside);
    }
    if (beside.h != d.h || beside.w != d.w) {
      s.graph.refuse("the value \"", N.at, "\" is ", y.shape(), " and cannot stand beside ", d,
                     "; give it the same height and width, or make it a vector");
      return x;
    }
    return concat(x, y);
  }
};

/// L, whose parameters networks that name them alike have in common: those of a Coupled pair, or of a program
/// that gives them one pool (Liu and Tuzel 2016).
template <Name N, class... L>
struct Shared {
  static constexpr auto name = text("Shared<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return s.share(N.at, x, [&] { return Seq<L...>{}(s, x); });
  }
};

/// L, whose parameters no gradient reaches. Gradients pass through it.
template <class... L>
struct Frozen {
  static constexpr auto name = text("Frozen");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    bool const before = s.frozen;
    s.frozen = true;
    Tensor const y = Seq<L...>{}(s, x);
    s.frozen = before;
    return y;
  }
};

/// The identity, through which no gradient passes.
struct StopGradient {
  static constexpr auto name = text("StopGradient");
  constexpr Tensor operator()(Scope&, Tensor x) const { return stop_gradient(x); }
};

/// t New(x) + (1 - t) Old(x), t a number that is set before a step by its name (Karras et al. 2018, figure
/// 2).
template <Name N, class New, class Old>
struct Fade {
  static constexpr auto name = text("Fade<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const a = New{}(s, x), b = Old{}(s, x), t = s.graph.add_scalar(N.at);
    if (!(a.shape() == b.shape()))
      s.graph.refuse("it fades from ", b.shape(), " to ", a.shape(), "; give both the same shape");
    return b + t * (a - b);
  }
};

}  // namespace agon
