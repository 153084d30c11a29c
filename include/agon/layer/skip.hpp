#pragma once
#include <agon/layer/seq.hpp>

namespace agon {

/// y = concat(x, f(x)) along the channels, f the sequence of L (Ronneberger et al. 2015, figure 1).
template <class... L>
struct Skip {
  static constexpr auto name = text("Skip");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = s.under("model", false, [&] { return Seq<L...>{}(s, x); });
    if (y.shape().h != x.shape().h || y.shape().w != x.shape().w)
      s.graph.refuse("its layers turn ", x.shape(), " into ", y.shape(),
                     ", which cannot stand beside it; make them keep height and width");
    return concat(x, y);
  }
};

/// y = x + f(x), f the sequence of L (He et al. 2016, equation 1).
template <class... L>
struct Residual {
  static constexpr auto name = text("Residual");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = Seq<L...>{}(s, x);
    if (!(y.shape() == x.shape()))
      s.graph.refuse("its layers turn ", x.shape(), " into ", y.shape(),
                     ", which cannot be added to it; make them keep the shape");
    return x + y;
  }
};

/// y = Shortcut(x) + f(x), f the sequence of L.
template <class Shortcut, class... L>
struct ResidualWith {
  static constexpr auto name = text("ResidualWith");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = Seq<L...>{}(s, x), z = s.under("shortcut", false, [&] { return Seq<Shortcut>{}(s, x); });
    if (!(y.shape() == z.shape()))
      s.graph.refuse("its layers turn ", x.shape(), " into ", y.shape(), " and its shortcut into ", z.shape(),
                     "; make the two equal");
    return z + y;
  }
};

/// Count equal parts of the channels, each through the sequence L with parameters of its own, beside one
/// another again.
template <int Count, class... L>
struct Parts {
  static constexpr auto name = text("Parts<", Count, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    if (Count < 1 || c % Count) {
      s.graph.refuse(Count, " equal parts cannot be made of ", c,
                     " channels; choose a number that divides them");
      return x;
    }
    Tensor y;
    for (int k = 0; k < Count; ++k) {
      Text<12> const label = text<12>("part", k);
      Tensor const part =
          s.under(label.at, false, [&] { return Seq<L...>{}(s, slice(x, k * (c / Count), c / Count)); });
      y = y ? concat(y, part) : part;
    }
    return y;
  }
};

}  // namespace agon
