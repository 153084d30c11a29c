#pragma once
#include <agon/layer/layers.hpp>

/// DCGAN (Radford, Metz and Chintala 2015) in the 4x4 kernels of the authors' Torch code and of PyTorch's
/// example: no biases, batch norm everywhere but at G's output and D's input. Discriminators end in a logit;
/// what their layers make of a picture are the values "h1", "h2", ..., features as in the paper's section 5.
namespace agon {

namespace dcgan {

// clang-format off
template <int C, int K, int S, int P> struct Up : Seq<NoBias<ConvTranspose<C, K, S, P>>, BatchNorm, ReLU> {};
template <int C> struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};
// clang-format on

}  // namespace dcgan

// clang-format off
/// Features<latent> to Image<Channels, 64, 64> in (-1, 1).
template <int Channels = 3, int Base = 64>
struct DCGANGenerator64 : Named<"main", Seq<
    dcgan::Up<8 * Base, 4, 1, 0>,
    dcgan::Up<4 * Base, 4, 2, 1>,
    dcgan::Up<2 * Base, 4, 2, 1>,
    dcgan::Up<1 * Base, 4, 2, 1>,
    NoBias<ConvTranspose<Channels, 4, 2>>, Tanh>> {};

/// Image<channels, 64, 64> to a logit.
template <int Base = 64>
struct DCGANDiscriminator64 : Named<"main", Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>, Mark<"h1">,
    dcgan::Down<2 * Base>, Mark<"h2">,
    dcgan::Down<4 * Base>, Mark<"h3">,
    dcgan::Down<8 * Base>, Mark<"h4">,
    NoBias<Conv<1, 4, 1, 0>>>> {};

/// Features<latent> to Image<Channels, 28, 28> in (-1, 1): 4, 7, 14, 28.
template <int Channels = 1, int Base = 64>
struct DCGANGenerator28 : Named<"main", Seq<
    dcgan::Up<4 * Base, 4, 1, 0>,
    dcgan::Up<2 * Base, 3, 2, 1>,
    dcgan::Up<1 * Base, 4, 2, 1>,
    NoBias<ConvTranspose<Channels, 4, 2>>, Tanh>> {};

/// Image<channels, 28, 28> to a logit: 14, 7, 3, 1.
template <int Base = 64>
struct DCGANDiscriminator28 : Named<"main", Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>, Mark<"h1">,
    dcgan::Down<2 * Base>, Mark<"h2">,
    dcgan::Down<4 * Base>, Mark<"h3">,
    NoBias<Conv<1, 3, 1, 0>>>> {};
// clang-format on

}  // namespace agon
