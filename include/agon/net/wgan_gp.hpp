#pragma once
#include <agon/layer/layers.hpp>

/// The networks of WGAN-GP's code (Gulrajani et al. 2017). All convolutions have TensorFlow's padding SAME;
/// critics have no batch normalisation, for the penalty is a sample's own.
namespace agon {

namespace wgan_gp {

/// Twice Xavier's variance, by a count of fans that knows the stride; dense layers, shortcuts and a residual
/// network's first and last convolution begin by Xavier's own rule.
struct Begin {
  static constexpr Fresh weights{
      .drawing = Drawing::uniform, .spread = square_root(2), .fan = Fan::both, .strided = true};
};

// clang-format off
template <class... L> using Plain = Initial<Xavier, L...>;

/// A residual block that doubles the image: nearest pixels before the first convolution and before the shortcut's.
template <int C, class First = Conv<C, 3>>
struct Up : ResidualWith<
    Seq<Upsample<2>, Plain<Conv<C, 1>>>,
    BatchNorm, ReLU, Upsample<2>, First, BatchNorm, ReLU, Conv<C, 3>> {};

/// Blocks of CIFAR's critic: the first works on the image itself, and pools before the shortcut's convolution.
template <int C>
struct First : ResidualWith<
    Seq<AvgPool<2>, Plain<Conv<C, 1>>>,
    Conv<C, 3>, ReLU, Conv<C, 3>, AvgPool<2>> {};
template <int C>
struct Down : ResidualWith<
    Seq<Plain<Conv<C, 1>>, AvgPool<2>>,
    ReLU, Conv<C, 3>, ReLU, Conv<C, 3>, AvgPool<2>> {};
template <int C>
struct Same : Residual<ReLU, Conv<C, 3>, ReLU, Conv<C, 3>> {};

/// A block of the 64x64 critic, with layer normalisation; its first convolution keeps the width.
template <int In, int Out>
struct NormedDown : ResidualWith<
    Seq<AvgPool<2>, Plain<Conv<Out, 1>>>,
    LayerNorm, ReLU, NoBias<Conv<In, 3>>, LayerNorm, ReLU, Conv<Out, 3>, AvgPool<2>> {};

template <int C> struct Deconv : Seq<SameConvTranspose<C, 5, 2>, BatchNorm, ReLU> {};
template <int C> struct Leaky : Seq<SameConv<C, 5, 2>, LeakyReLU<0.2>> {};
// clang-format on

}  // namespace wgan_gp

// clang-format off
/// Features<128> to Image<3, 32, 32> in (-1, 1).
template <int Base = 128>
struct WGANGPGeneratorCIFARResNet : Initial<wgan_gp::Begin,
    wgan_gp::Plain<Linear<Base * 16>>, Reshape<Base, 4, 4>,
    wgan_gp::Up<Base>,
    wgan_gp::Up<Base>,
    wgan_gp::Up<Base>,
    BatchNorm, ReLU, wgan_gp::Plain<Conv<3, 3>>, Tanh> {};

/// Its features before the last layer are the value "h"; with Classes a second head stands beside the score: the value
/// "classes".
template <int Base = 128>
struct WGANGPCriticCIFARResNet : Initial<wgan_gp::Begin,
    wgan_gp::First<Base>,
    wgan_gp::Down<Base>,
    wgan_gp::Same<Base>,
    wgan_gp::Same<Base>,
    ReLU, Let<"h", GlobalMean>, wgan_gp::Plain<Linear<1>>> {};

template <int Base = 128, int Classes = 10>
struct WGANGPCriticCIFARClasses : Initial<wgan_gp::Begin,
    wgan_gp::First<Base>,
    wgan_gp::Down<Base>,
    wgan_gp::Same<Base>,
    wgan_gp::Same<Base>,
    ReLU, Let<"h", GlobalMean>, Let<"classes", wgan_gp::Plain<Linear<Classes>>>,
    From<"h", wgan_gp::Plain<Linear<1>>>> {};

namespace wgan_gp {
template <int C>
struct ClassUp : ResidualWith<
    Seq<Upsample<2>, Plain<Conv<C, 1>>>,
    ConditionalBatchNorm<"y", 10>, ReLU, Upsample<2>, Conv<C, 3>, ConditionalBatchNorm<"y", 10>, ReLU, Conv<C, 3>> {};
}  // namespace wgan_gp
/// Beside a class "y" below 10. The last norm does not know it.
template <int Base = 128>
struct WGANGPGeneratorCIFARClasses : Initial<wgan_gp::Begin,
    wgan_gp::Plain<Linear<Base * 16>>, Reshape<Base, 4, 4>,
    wgan_gp::ClassUp<Base>,
    wgan_gp::ClassUp<Base>,
    wgan_gp::ClassUp<Base>,
    BatchNorm, ReLU, wgan_gp::Plain<Conv<3, 3>>, Tanh> {};

/// Features<128> to Image<3, 64, 64> in (-1, 1): the code's "good" residual pair.
template <int Base = 64>
struct WGANGPGenerator64 : Initial<wgan_gp::Begin,
    wgan_gp::Plain<Linear<8 * Base * 16>>, Reshape<8 * Base, 4, 4>,
    wgan_gp::Up<8 * Base, NoBias<Conv<8 * Base, 3>>>,
    wgan_gp::Up<4 * Base, NoBias<Conv<4 * Base, 3>>>,
    wgan_gp::Up<2 * Base, NoBias<Conv<2 * Base, 3>>>,
    wgan_gp::Up<1 * Base, NoBias<Conv<1 * Base, 3>>>,
    BatchNorm, ReLU, wgan_gp::Plain<Conv<3, 3>>, Tanh> {};

template <int Base = 64>
struct WGANGPCritic64 : Initial<wgan_gp::Begin,
    wgan_gp::Plain<Conv<Base, 3>>,
    wgan_gp::NormedDown<1 * Base, 2 * Base>,
    wgan_gp::NormedDown<2 * Base, 4 * Base>,
    wgan_gp::NormedDown<4 * Base, 8 * Base>,
    wgan_gp::NormedDown<8 * Base, 8 * Base>,
    Flatten, wgan_gp::Plain<Linear<1>>> {};

/// Features<128> to Image<3, 32, 32> in (-1, 1), in the manner of DCGAN. The first norm is one for each unit.
template <int Base = 128>
struct WGANGPGeneratorCIFAR : Initial<wgan_gp::Begin,
    wgan_gp::Plain<Linear<4 * Base * 16>>, BatchNorm, ReLU, Reshape<4 * Base, 4, 4>,
    wgan_gp::Deconv<2 * Base>,
    wgan_gp::Deconv<Base>,
    SameConvTranspose<3, 5, 2>, Tanh> {};

template <int Base = 128>
struct WGANGPCriticCIFAR : Initial<wgan_gp::Begin,
    wgan_gp::Leaky<Base>,
    wgan_gp::Leaky<2 * Base>,
    wgan_gp::Leaky<4 * Base>,
    Flatten, wgan_gp::Plain<Linear<1>>> {};

/// Features<128> to Image<1, 28, 28> in (0, 1): 4, 8 cut to 7, 14, 28. No normalisation.
template <int Base = 64>
struct WGANGPGeneratorMNIST : Initial<wgan_gp::Begin,
    wgan_gp::Plain<Linear<4 * Base * 16>>, ReLU, Reshape<4 * Base, 4, 4>,
    SameConvTranspose<2 * Base, 5, 2>, ReLU, Crop<7, 7>,
    SameConvTranspose<Base, 5, 2>, ReLU,
    SameConvTranspose<1, 5, 2>, Sigmoid> {};

template <int Base = 64>
struct WGANGPCriticMNIST : Initial<wgan_gp::Begin,
    wgan_gp::Leaky<Base>,
    wgan_gp::Leaky<2 * Base>,
    wgan_gp::Leaky<4 * Base>,
    Flatten, wgan_gp::Plain<Linear<1>>> {};

/// Points of the plane: Features<2> to Features<2>, and to a score.
template <int Width = 512>
struct WGANGPGeneratorToy : wgan_gp::Plain<Linear<Width>, ReLU, Linear<Width>, ReLU, Linear<Width>, ReLU, Linear<2>> {};
template <int Width = 512>
struct WGANGPCriticToy : wgan_gp::Plain<Linear<Width>, ReLU, Linear<Width>, ReLU, Linear<Width>, ReLU, Linear<1>> {};
// clang-format on

}  // namespace agon
