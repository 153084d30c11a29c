#pragma once
#include <agon/layer/layers.hpp>

/// pix2pix's generator (Isola et al. 2017, 6.1.1), as the PyTorch release has it: 4x4 kernels, stride 2, no
/// biases but the last, no normalisation innermost, dropout in the middle blocks.
namespace agon {

namespace unet {

/// Channels at level k, where the maps are 2^(k+1) times smaller than the picture.
constexpr int width(int base, int k) { return base * (k < 3 ? 1 << k : 8); }

// clang-format off
template <int C> struct Down : Seq<LeakyReLU<0.2>, NoBias<Conv<C, 4, 2>>, BatchNorm> {};
template <int C> struct Up : Seq<ReLU, NoBias<ConvTranspose<C, 4, 2>>, BatchNorm> {};
template <int C> struct UpDrop : Seq<Up<C>, Dropout<0.5>> {};
template <int C, int Back> struct Innermost : Seq<LeakyReLU<0.2>, NoBias<Conv<C, 4, 2>>, Up<Back>> {};
// clang-format on

/// The levels from K down to the innermost, each a U within the U.
template <int Base, int K, int Depth>
struct Level {
  static constexpr int here = width(Base, K), above = width(Base, K - 1);
  static constexpr auto block() {
    if constexpr (K >= Depth - 1)
      return Skip<Innermost<here, above>>{};
    else if constexpr (K > 3)
      return Skip<Down<here>, typename Level<Base, K + 1, Depth>::type, UpDrop<above>>{};
    else
      return Skip<Down<here>, typename Level<Base, K + 1, Depth>::type, Up<above>>{};
  }
  using type = decltype(block());
};

// clang-format off
template <int Channels, int Base, int Depth>
using Whole = Named<"model", Named<"model", Seq<
    NoBias<Conv<Base, 4, 2>>,
    typename Level<Base, 1, Depth>::type,
    ReLU, ConvTranspose<Channels, 4, 2>, Tanh>>>;
// clang-format on

}  // namespace unet

/// Image<*, s 2^Depth, t 2^Depth> to Image<Channels, same, same>, in (-1, 1).
template <int Channels, int Base = 64, int Depth = 8>
struct UNet : unet::Whole<Channels, Base, Depth> {
  static constexpr auto name = text("UNet<", Channels, ",", Base, ",", Depth, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (Depth < 2) s.graph.refuse("the depth is ", Depth, "; it must be at least 2");
    if (d.h % (1 << Depth) || d.w % (1 << Depth))
      s.graph.refuse("it halves its input ", Depth, " times, and that is ", d,
                     "; make height and width multiples of ", 1 << Depth);
    return unet::Whole<Channels, Base, Depth>::operator()(s, x);
  }
};

}  // namespace agon
