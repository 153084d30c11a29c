#pragma once
#include <agon/net/sagan.hpp>

/// BigGAN and BigGAN-deep (Brock et al. 2019, appendix B) by the authors' PyTorch code: SAGAN's networks,
/// wider, whose generator turns a shared embedding of the class and a part of the noise into the gains and
/// offsets of each block's batch norm. Generators take noise, discriminators a picture; both read the class,
/// a whole number, as the value "y". Place: the side of the map that attends to itself. Weights begin
/// orthogonal, biases as PyTorch has it.
namespace agon {

namespace biggan {

template <class... L>
using Spectral = SpectralNormWith<1e-6, L...>;

struct Begin : Orthogonal {
  static constexpr Fresh biases = Torch::weights;
};
/// For CIFAR-10.
struct Begin32 : Normal<0.02> {
  static constexpr Fresh biases = Torch::weights;
};

/// Class number "y" in 128 numbers, shared by all blocks and not normalised.
template <int Classes>
struct Embed : Named<"shared", From<"y", Let<"embedding", Embedding<Classes, 128>>>> {};

// clang-format off
/// Block I of a generator: its condition is the class and part I of the noise, Chunk numbers.
template <int I, int Chunk, int C> struct Block : Seq<
    Aside<"condition", From<"embedding", With<"z", Slice<I * Chunk, Chunk>>>>,
    sagan::Up<C, LinearBatchNorm<"condition">>> {};
template <int Chunk, int C> struct First : Seq<
    From<"z", Slice<0, Chunk>>, Linear<C * 16>, Reshape<C, 4, 4>> {};
struct ToRGB : Seq<BatchNorm, ReLU, Conv<3, 3>, Tanh> {};
template <int Classes> struct Judge : Seq<ReLU, GlobalSum, Projection<"y", Classes>> {};

template <int Place, int Base> struct Generator128 : Spectral<
    First<20, 16 * Base>,
    Block<1, 20, 16 * Base>,
    Block<2, 20, 8 * Base>,
    Block<3, 20, 4 * Base>, sagan::Attention<32, Place>,
    Block<4, 20, 2 * Base>, sagan::Attention<64, Place>,
    Block<5, 20, 1 * Base>, sagan::Attention<128, Place>,
    ToRGB> {};
template <int Place, int Base> struct Generator256 : Spectral<
    First<20, 16 * Base>,
    Block<1, 20, 16 * Base>,
    Block<2, 20, 8 * Base>,
    Block<3, 20, 8 * Base>, sagan::Attention<32, Place>,
    Block<4, 20, 4 * Base>, sagan::Attention<64, Place>,
    Block<5, 20, 2 * Base>, sagan::Attention<128, Place>,
    Block<6, 20, 1 * Base>,
    ToRGB> {};
template <int Place, int Base> struct Generator512 : Spectral<
    First<16, 16 * Base>,
    Block<1, 16, 16 * Base>,
    Block<2, 16, 8 * Base>,
    Block<3, 16, 8 * Base>, sagan::Attention<32, Place>,
    Block<4, 16, 4 * Base>, sagan::Attention<64, Place>,
    Block<5, 16, 2 * Base>, sagan::Attention<128, Place>,
    Block<6, 16, 1 * Base>,
    Block<7, 16, 1 * Base>,
    ToRGB> {};

template <int Place, int Base> struct Discriminator128 : Seq<
    sagan::First<1 * Base>, sagan::Attention<64, Place>,
    sagan::Down<2 * Base>, sagan::Attention<32, Place>,
    sagan::Down<4 * Base>,
    sagan::Down<8 * Base>,
    sagan::Down<16 * Base>,
    sagan::Same<16 * Base>> {};
template <int Place, int Base> struct Discriminator256 : Seq<
    sagan::First<1 * Base>, sagan::Attention<128, Place>,
    sagan::Down<2 * Base>, sagan::Attention<64, Place>,
    sagan::Down<4 * Base>, sagan::Attention<32, Place>,
    sagan::Down<8 * Base>,
    sagan::Down<8 * Base>,
    sagan::Down<16 * Base>,
    sagan::Same<16 * Base>> {};
/// The code has none for 512 pixels: this one mirrors the generator.
template <int Place, int Base> struct Discriminator512 : Seq<
    sagan::First<1 * Base>,
    sagan::Down<1 * Base>, sagan::Attention<128, Place>,
    sagan::Down<2 * Base>, sagan::Attention<64, Place>,
    sagan::Down<4 * Base>, sagan::Attention<32, Place>,
    sagan::Down<8 * Base>,
    sagan::Down<8 * Base>,
    sagan::Down<16 * Base>,
    sagan::Same<16 * Base>> {};
// clang-format on

/// Stands for a network that there is none of.
template <int R>
struct None {
  static constexpr auto name = text("None<", R, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    s.graph.refuse("there is none for pictures of ", R, " pixels a side; take 128, 256 or, of BigGAN, 512");
    return x;
  }
};
template <int R, int Place, int Base>
constexpr auto generator() {
  if constexpr (R == 128)
    return Generator128<Place, Base>{};
  else if constexpr (R == 256)
    return Generator256<Place, Base>{};
  else if constexpr (R == 512)
    return Generator512<Place, Base>{};
  else
    return None<R>{};
}
template <int R, int Place, int Base>
constexpr auto discriminator() {
  if constexpr (R == 128)
    return Discriminator128<Place, Base>{};
  else if constexpr (R == 256)
    return Discriminator256<Place, Base>{};
  else if constexpr (R == 512)
    return Discriminator512<Place, Base>{};
  else
    return None<R>{};
}

}  // namespace biggan

// clang-format off
/// Features<120>, <140> or <128> of noise, and "y", to Image<3, R, R> in (-1, 1), R 128, 256 or 512. (The weights that
/// the authors released for 256 have their attention at 128, and an epsilon of 1e-4 in batch norm.)
template <int R, int Place = 64, int Base = 96, int Classes = 1000>
struct BigGANGenerator : Initial<biggan::Begin,
    Let<"z">,
    biggan::Embed<Classes>,
    decltype(biggan::generator<R, Place, Base>())> {};

/// Image<3, R, R> and "y" to a logit.
template <int R, int Place = 64, int Base = 96, int Classes = 1000>
struct BigGANDiscriminator : biggan::Spectral<Initial<biggan::Begin,
    decltype(biggan::discriminator<R, Place, Base>()),
    biggan::Judge<Classes>>> {};
// clang-format on

namespace biggan {

// clang-format off
/// Bottlenecks of a quarter of In channels. The shortcut leaves out the channels beyond Out.
template <class Norm, int In, int Out, class Twice> struct DeepUp : ResidualWith<
    Seq<Slice<0, Out>, Twice>,
    Norm, ReLU, Conv<In / 4, 1>,
    Norm, ReLU, Twice, Conv<In / 4, 3>,
    Norm, ReLU, Conv<In / 4, 3>,
    Norm, ReLU, Conv<Out, 1>> {};
template <int In, int Out> struct Ups : Seq<
    DeepUp<LinearBatchNorm<"condition">, In, In, Seq<>>,
    DeepUp<LinearBatchNorm<"condition">, In, Out, Upsample<2>>> {};

/// The shortcut makes the channels that the input lacks.
template <int In, int Out, class Half> struct DeepDown : ResidualWith<
    Seq<Half, std::conditional_t<In == Out, Seq<>, Skip<Conv<Out - In, 1>>>>,
    ReLU, Conv<Out / 4, 1>,
    ReLU, Conv<Out / 4, 3>,
    ReLU, Conv<Out / 4, 3>,
    ReLU, Half, Conv<Out, 1>> {};
template <int In, int Out> struct Downs : Seq<
    DeepDown<In, Out, AvgPool<2>>,
    DeepDown<Out, Out, Seq<>>> {};

template <int Place, int Base> struct DeepGenerator128 : Seq<
    Ups<16 * Base, 16 * Base>,
    Ups<16 * Base, 8 * Base>,
    Ups<8 * Base, 4 * Base>, sagan::Attention<32, Place>,
    Ups<4 * Base, 2 * Base>, sagan::Attention<64, Place>,
    Ups<2 * Base, 1 * Base>> {};
template <int Place, int Base> struct DeepGenerator256 : Seq<
    Ups<16 * Base, 16 * Base>,
    Ups<16 * Base, 8 * Base>,
    Ups<8 * Base, 8 * Base>, sagan::Attention<32, Place>,
    Ups<8 * Base, 4 * Base>, sagan::Attention<64, Place>,
    Ups<4 * Base, 2 * Base>, sagan::Attention<128, Place>,
    Ups<2 * Base, 1 * Base>> {};

template <int Place, int Base> struct DeepDiscriminator128 : Seq<
    Downs<1 * Base, 2 * Base>, sagan::Attention<64, Place>,
    Downs<2 * Base, 4 * Base>, sagan::Attention<32, Place>,
    Downs<4 * Base, 8 * Base>,
    Downs<8 * Base, 16 * Base>,
    Downs<16 * Base, 16 * Base>> {};
template <int Place, int Base> struct DeepDiscriminator256 : Seq<
    Downs<1 * Base, 2 * Base>, sagan::Attention<128, Place>,
    Downs<2 * Base, 4 * Base>, sagan::Attention<64, Place>,
    Downs<4 * Base, 8 * Base>, sagan::Attention<32, Place>,
    Downs<8 * Base, 8 * Base>,
    Downs<8 * Base, 16 * Base>,
    Downs<16 * Base, 16 * Base>> {};
// clang-format on

template <int R, int Place, int Base>
constexpr auto deep_generator() {
  if constexpr (R == 128)
    return DeepGenerator128<Place, Base>{};
  else if constexpr (R == 256)
    return DeepGenerator256<Place, Base>{};
  else
    return None<R>{};
}
template <int R, int Place, int Base>
constexpr auto deep_discriminator() {
  if constexpr (R == 128)
    return DeepDiscriminator128<Place, Base>{};
  else if constexpr (R == 256)
    return DeepDiscriminator256<Place, Base>{};
  else
    return None<R>{};
}

}  // namespace biggan

// clang-format off
/// BigGAN-deep: Features<128> of noise, and "y", to Image<3, R, R> in (-1, 1), R 128 or 256. All of the noise goes to
/// every block.
template <int R, int Place = 64, int Base = 128, int Classes = 1000>
struct BigGANDeepGenerator : Initial<biggan::Begin,
    Let<"z">,
    biggan::Embed<Classes>, With<"z">, Let<"condition">,
    biggan::Spectral<
        Linear<16 * Base * 16>, Reshape<16 * Base, 4, 4>,
        decltype(biggan::deep_generator<R, Place, Base>()),
        biggan::ToRGB>> {};

/// Image<3, R, R> and "y" to a logit.
template <int R, int Place = 64, int Base = 128, int Classes = 1000>
struct BigGANDeepDiscriminator : biggan::Spectral<Initial<biggan::Begin,
    Conv<Base, 3>,
    decltype(biggan::deep_discriminator<R, Place, Base>()),
    biggan::Judge<Classes>>> {};

/// The code's pair for CIFAR-10: Features<128> of noise, and "y", to Image<3, 32, 32> in (-1, 1). The noise is not
/// split, classes are not embedded, nothing attends.
template <int Base = 64, int Classes = 10>
struct BigGANGenerator32 : biggan::Spectral<Initial<biggan::Begin32,
    Linear<4 * Base * 16>, Reshape<4 * Base, 4, 4>,
    sagan::Up<4 * Base, ConditionalBatchNorm<"y", Classes>>,
    sagan::Up<4 * Base, ConditionalBatchNorm<"y", Classes>>,
    sagan::Up<4 * Base, ConditionalBatchNorm<"y", Classes>>,
    biggan::ToRGB>> {};

/// Image<3, 32, 32> and "y" to a logit.
template <int Base = 64, int Classes = 10>
struct BigGANDiscriminator32 : biggan::Spectral<Initial<biggan::Begin32,
    sagan::First<4 * Base>,
    sagan::Down<4 * Base>,
    sagan::Same<4 * Base>,
    sagan::Same<4 * Base>,
    biggan::Judge<Classes>>> {};
// clang-format on

}  // namespace agon
