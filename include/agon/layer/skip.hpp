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

}  // namespace agon
