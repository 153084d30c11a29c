#pragma once
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>

/// pix2pix's networks as its first release, in Torch7, has them: a bias in every convolution, and dropout
/// after the three innermost steps up. (That release sets the biases to zero before every update; here they
/// are trained.) The step that goes with them is pix2pix::torch7.
namespace agon::torch7 {

// clang-format off
template <int C> struct Down : Seq<LeakyReLU<0.2>, Conv<C, 4, 2>, BatchNorm> {};
template <int C> struct Up : Seq<ReLU, ConvTranspose<C, 4, 2>, BatchNorm> {};
template <int C> struct UpDrop : Seq<Up<C>, Dropout<0.5>> {};
template <int C, int Back> struct Innermost : Seq<LeakyReLU<0.2>, Conv<C, 4, 2>, UpDrop<Back>> {};
template <int C, int Stride> struct Block : Seq<Conv<C, 4, Stride, 1>, BatchNorm, LeakyReLU<0.2>> {};
// clang-format on

template <int Base, int K, int Depth>
struct Level {
  static constexpr int here = unet::width(Base, K), above = unet::width(Base, K - 1);
  static constexpr auto block() {
    if constexpr (K >= Depth - 1)
      return Skip<Innermost<here, above>>{};
    else if constexpr (K >= Depth - 3)
      return Skip<Down<here>, typename Level<Base, K + 1, Depth>::type, UpDrop<above>>{};
    else
      return Skip<Down<here>, typename Level<Base, K + 1, Depth>::type, Up<above>>{};
  }
  using type = decltype(block());
};

// clang-format off
/// Image<*, s 2^Depth, t 2^Depth> to Image<Channels, same, same>, in (-1, 1).
template <int Channels, int Base = 64, int Depth = 8>
struct UNet : Seq<
    Conv<Base, 4, 2>,
    typename Level<Base, 1, Depth>::type,
    ReLU, ConvTranspose<Channels, 4, 2>, Tanh> {};
// clang-format on

template <int Base, int K, int Last>
struct Stack : Seq<Block<patchgan::width(Base, K), K == Last ? 1 : 2>, Stack<Base, K + 1, Last>> {};
template <int Base, int Last>
struct Stack<Base, Last, Last> : Block<patchgan::width(Base, Last), 1> {};

template <int N, int Base>
constexpr auto layers() {
  if constexpr (N == 1)
    return Seq<Conv<Base, 1>, LeakyReLU<0.2>, Conv<2 * Base, 1>, BatchNorm, LeakyReLU<0.2>, Conv<1, 1>>{};
  else if constexpr (patchgan::strided(N) > 0)
    return Seq<Conv<Base, 4, 2>, LeakyReLU<0.2>, Stack<Base, 1, patchgan::strided(N)>, Conv<1, 4, 1>>{};
  else
    return patchgan::None<N>{};
}

/// A map of logits; N is its receptive field: 1, or 9 2^n - 2.
template <int N, int Base = 64>
struct PatchGAN : decltype(layers<N, Base>()) {};

}  // namespace agon::torch7
