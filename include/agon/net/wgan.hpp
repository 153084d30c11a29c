#pragma once
#include <agon/net/dcgan.hpp>

/// WGAN (Arjovsky, Chintala and Bottou 2017): the critic is DCGAN's discriminator, whose logit is the score;
/// further forms of the authors' code stand here. Fully connected ones begin as the framework has it.
namespace agon {

namespace wgan {

// clang-format off
/// Depth further 3x3 layers.
template <int C, int Depth> struct FurtherUp : Seq<NoBias<Conv<C, 3>>, BatchNorm, ReLU, FurtherUp<C, Depth - 1>> {};
template <int C> struct FurtherUp<C, 0> : Seq<> {};
template <int C, int Depth> struct FurtherDown : Seq<NoBias<Conv<C, 3>>, BatchNorm, LeakyReLU<0.2>, FurtherDown<C, Depth - 1>> {};
template <int C> struct FurtherDown<C, 0> : Seq<> {};
template <int C, int K, int S, int P> struct PlainUp : Seq<NoBias<ConvTranspose<C, K, S, P>>, ReLU> {};
// clang-format on

}  // namespace wgan

// clang-format off
/// Features<latent> to Image<Channels, 64, 64> in (-1, 1), with Further layers before the last.
template <int Channels = 3, int Base = 64, int Further = 0>
struct WGANGenerator64 : Seq<
    dcgan::Up<8 * Base, 4, 1, 0>,
    dcgan::Up<4 * Base, 4, 2, 1>,
    dcgan::Up<2 * Base, 4, 2, 1>,
    dcgan::Up<1 * Base, 4, 2, 1>,
    wgan::FurtherUp<Base, Further>,
    NoBias<ConvTranspose<Channels, 4, 2>>, Tanh> {};

template <int Base = 64, int Further = 0>
struct WGANCritic64 : Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>,
    wgan::FurtherDown<Base, Further>,
    dcgan::Down<2 * Base>,
    dcgan::Down<4 * Base>,
    dcgan::Down<8 * Base>,
    NoBias<Conv<1, 4, 1, 0>>> {};

/// Without any normalisation.
template <int Channels = 3, int Base = 64>
struct WGANGenerator64Plain : Seq<
    wgan::PlainUp<8 * Base, 4, 1, 0>,
    wgan::PlainUp<4 * Base, 4, 2, 1>,
    wgan::PlainUp<2 * Base, 4, 2, 1>,
    wgan::PlainUp<1 * Base, 4, 2, 1>,
    NoBias<ConvTranspose<Channels, 4, 2>>, Tanh> {};

/// Features<latent> to Image<Channels, Size, Size>, unbounded, and back to a score.
template <int Channels = 3, int Size = 64, int Width = 512>
struct WGANGeneratorMLP : Initial<Torch,
    Linear<Width>, ReLU,
    Linear<Width>, ReLU,
    Linear<Width>, ReLU,
    Linear<Channels * Size * Size>, Reshape<Channels, Size, Size>> {};

template <int Width = 512>
struct WGANCriticMLP : Initial<Torch,
    Flatten, Linear<Width>, ReLU,
    Linear<Width>, ReLU,
    Linear<Width>, ReLU,
    Linear<1>> {};
// clang-format on

}  // namespace agon
