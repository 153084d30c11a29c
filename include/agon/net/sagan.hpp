#pragma once
#include <type_traits>

#include <agon/layer/layers.hpp>

/// SAGAN (Zhang et al. 2019) as the authors' code has it: residual networks for 128x128 pixels, spectral
/// normalisation in both, batch norm with a gain and an offset for each class in G, a projection
/// discriminator. Both read the class, a whole number, as the value "y". Weights
/// begin by Xavier's rule.
namespace agon {

namespace sagan {

// clang-format off
/// Twice the sides, C channels; Norm stands before each rectifier.
template <int C, class Norm> struct Up : ResidualWith<
    Seq<Upsample<2>, Conv<C, 1>>,
    Norm, ReLU, Upsample<2>, Conv<C, 3>,
    Norm, ReLU, Conv<C, 3>> {};

/// Half the sides, C channels. The first such block reads the picture.
template <int C> struct First : ResidualWith<
    Seq<AvgPool<2>, Conv<C, 1>>,
    Conv<C, 3>, ReLU, Conv<C, 3>, AvgPool<2>> {};
template <int C> struct Down : ResidualWith<
    Seq<Conv<C, 1>, AvgPool<2>>,
    ReLU, Conv<C, 3>, ReLU, Conv<C, 3>, AvgPool<2>> {};
template <int C> struct Same : Residual<
    ReLU, Conv<C, 3>, ReLU, Conv<C, 3>> {};
// clang-format on

/// Attention where the map has R pixels a side, if that is the place for it.
template <int R, int Place>
using Attention = std::conditional_t<R == Place, SelfAttention, Seq<>>;

template <int Classes>
using Norm = ConditionalBatchNorm<"y", Classes, 1e-5, 0.001>;

}  // namespace sagan

// clang-format off
/// Features<128> of noise and "y" to Image<3, 128, 128> in (-1, 1). Place: the side of the map that attends to
/// itself, 32 in the code, 64 in the figures of the paper; 0: none does.
template <int Place = 32, int Base = 64, int Classes = 1000>
struct SAGANGenerator : SpectralNorm<Initial<Xavier,
    Linear<16 * Base * 16>, Reshape<16 * Base, 4, 4>,
    sagan::Up<16 * Base, sagan::Norm<Classes>>,
    sagan::Up<8 * Base, sagan::Norm<Classes>>,
    sagan::Up<4 * Base, sagan::Norm<Classes>>, sagan::Attention<32, Place>,
    sagan::Up<2 * Base, sagan::Norm<Classes>>, sagan::Attention<64, Place>,
    sagan::Up<1 * Base, sagan::Norm<Classes>>,
    BatchNormWith<Affine::yes, 1e-5, 0.0001>, ReLU, Conv<3, 3>, Tanh>> {};

/// Image<3, 128, 128> and "y" to a logit.
template <int Place = 32, int Base = 64, int Classes = 1000>
struct SAGANDiscriminator : SpectralNorm<Initial<Xavier,
    sagan::First<1 * Base>, sagan::Attention<64, Place>,
    sagan::Down<2 * Base>, sagan::Attention<32, Place>,
    sagan::Down<4 * Base>,
    sagan::Down<8 * Base>,
    sagan::Down<16 * Base>,
    sagan::Same<16 * Base>,
    ReLU, GlobalSum, Projection<"y", Classes>>> {};
// clang-format on

}  // namespace agon
