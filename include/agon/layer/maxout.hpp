#pragma once
#include <agon/layer/conv.hpp>
#include <agon/layer/linear.hpp>

/// Maxout (Goodfellow et al. 2013): the largest of a few pieces of a learned map. The pieces of a unit are
/// neighbours.
namespace agon {

/// The largest of each `pieces` neighbouring channels.
constexpr Tensor max_of_pieces(Tensor x, int pieces) {
  Shape const d = x.shape();
  int const units = d.c / pieces;
  Axis const window{.kernel = short(pieces), .stride = short(pieces)};
  Tensor const rows = reshape(x, d.per_sample(1, d.h * d.w * units, pieces));
  return reshape(max_pool(rows, {Axis{}, window}), d.per_sample(units, d.h, d.w));
}

/// Units features, each the largest of Pieces linear maps.
template <int Units, int Pieces>
struct Maxout {
  static constexpr auto name = text("Maxout<", Units, ",", Pieces, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Units < 1 || Pieces < 1) {
      s.graph.refuse(Units, " units of ", Pieces, " pieces; there must be at least 1 of both");
      return x;
    }
    return max_of_pieces(linear(s, x, Units * Pieces), Pieces);
  }
};

/// Filters channels, each the largest of Pieces convolutions.
template <int Filters, int Pieces, int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2>
struct ConvMaxout {
  static constexpr auto name =
      text("ConvMaxout<", Filters, ",", Pieces, ",", Kernel, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Filters < 1 || Pieces < 1) {
      s.graph.refuse(Filters, " filters of ", Pieces, " pieces; there must be at least 1 of both");
      return x;
    }
    return max_of_pieces(convolution(s, x, Filters * Pieces, {Kernel, Stride, Padding}), Pieces);
  }
};

}  // namespace agon
