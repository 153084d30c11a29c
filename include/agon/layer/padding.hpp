#pragma once
#include <agon/layer/scope.hpp>

/// What stands around an image, made explicit.
namespace agon {

/// Zeros: above, left, below, right.
template <int Top, int Left = Top, int Bottom = Top, int Right = Left>
struct ZeroPad {
  static constexpr auto name = text("ZeroPad<", Top, ",", Left, ",", Bottom, ",", Right, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const { return zero_pad(x, Top, Left, Bottom, Right); }
};
/// The image reflected at its border, which is not repeated.
template <int Top, int Left = Top, int Bottom = Top, int Right = Left>
struct ReflectPad {
  static constexpr auto name = text("ReflectPad<", Top, ",", Left, ",", Bottom, ",", Right, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return extend(x, Border::reflect, Top, Left, Bottom, Right);
  }
};
/// The border repeated.
template <int Top, int Left = Top, int Bottom = Top, int Right = Left>
struct ReplicatePad {
  static constexpr auto name = text("ReplicatePad<", Top, ",", Left, ",", Bottom, ",", Right, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return extend(x, Border::replicate, Top, Left, Bottom, Right);
  }
};
/// Height x Width pixels of an image, from row Top and column Left on.
template <int Height, int Width, int Top = 0, int Left = 0>
struct Crop {
  static constexpr auto name = text("Crop<", Height, ",", Width, ",", Top, ",", Left, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const { return crop(x, Top, Left, Height, Width); }
};

}  // namespace agon
