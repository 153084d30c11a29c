#pragma once
#include <agon/layer/layers.hpp>

/// StackGAN (Zhang et al. 2017), as the authors' TensorFlow code has it, and StackGAN-v2 (Zhang et al. 2018),
/// as their PyTorch code. Generators read an embedding of the text, the value "text" of 1024 features; they
/// leave "mu" and "log_sigma" of its conditioning augmentation. Discriminators end in a logit. What stands
/// after a Reshape counts channels first, where the TensorFlow code counts them last.
namespace agon {

namespace stackgan {

// clang-format off
template <int C, int K, int S = 1> struct Bare : Seq<NoBias<Conv<C, K, S>>, BatchNorm> {};
template <int C, int K, int S = 1> struct Block : Seq<Bare<C, K, S>, ReLU> {};
template <int C, int K, int S = 1> struct Leaky : Seq<Bare<C, K, S>, LeakyReLU<0.2>> {};
template <int C> struct Up : Seq<Upsample<2>, Block<C, 3>> {};

/// A bottleneck: a quarter of the channels inside.
template <int C> struct Narrow : Seq<
    Residual<Block<C / 4, 1>, Block<C / 4, 3>, Bare<C, 3>>, ReLU> {};
template <int C> struct LeakyNarrow : Seq<
    Residual<Leaky<C / 4, 1>, Leaky<C / 4, 3>, Bare<C, 3>>, LeakyReLU<0.2>> {};
template <int C> struct Wide : Seq<
    Residual<Block<C, 3>, Bare<C, 3>>, ReLU> {};

/// An image of 8 Base channels and 4x4 pixels, and the text in 128 numbers at each of them, to a logit.
template <int Base> struct Judge : Seq<
    With<"text", Linear<128>, LeakyReLU<0.2>>,
    Leaky<8 * Base, 1>,
    NoBias<Conv<1, 4, 4, 0>>> {};
// clang-format on

}  // namespace stackgan

// clang-format off
/// Stage I: Features<100> of noise and "text" to Image<3, 64, 64> in (-1, 1).
template <int Base = 128>
struct StackGANGenerator64 : Seq<
    Let<"z">,
    From<"text", ConditioningAugmentation<128>>, With<"z">,
    Linear<8 * Base * 16>, BatchNorm, Reshape<8 * Base, 4, 4>,
    stackgan::Narrow<8 * Base>,
    Upsample<2>, stackgan::Bare<4 * Base, 3>,
    stackgan::Narrow<4 * Base>,
    stackgan::Up<2 * Base>,
    stackgan::Up<1 * Base>,
    Upsample<2>, NoBias<Conv<3, 3>>, Tanh> {};

/// Image<3, 64, 64> and "text" to a logit. Nothing rectifies the third and fourth convolutions.
template <int Base = 64>
struct StackGANDiscriminator64 : Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>,
    stackgan::Leaky<2 * Base, 4, 2>,
    stackgan::Bare<4 * Base, 4, 2>,
    stackgan::Bare<8 * Base, 4, 2>,
    stackgan::LeakyNarrow<8 * Base>,
    stackgan::Judge<Base>> {};

/// Stage II: the Image<3, 64, 64> of stage I and "text" to Image<3, 256, 256> in (-1, 1). There is no further noise
/// but that of the conditioning augmentation.
template <int Base = 128>
struct StackGANGenerator256 : Seq<
    NoBias<Conv<Base, 3>>, ReLU,
    stackgan::Block<2 * Base, 4, 2>,
    stackgan::Block<4 * Base, 4, 2>,
    With<"text", ConditioningAugmentation<128>>,
    stackgan::Block<4 * Base, 3>,
    stackgan::Wide<4 * Base>, stackgan::Wide<4 * Base>, stackgan::Wide<4 * Base>, stackgan::Wide<4 * Base>,
    stackgan::Up<2 * Base>,
    stackgan::Up<1 * Base>,
    stackgan::Up<Base / 2>,
    stackgan::Up<Base / 4>,
    NoBias<Conv<3, 3>>, Tanh> {};

/// Image<3, 256, 256> and "text" to a logit.
template <int Base = 64>
struct StackGANDiscriminator256 : Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>,
    stackgan::Leaky<2 * Base, 4, 2>,
    stackgan::Leaky<4 * Base, 4, 2>,
    stackgan::Leaky<8 * Base, 4, 2>,
    stackgan::Leaky<16 * Base, 4, 2>,
    stackgan::Leaky<32 * Base, 4, 2>,
    stackgan::Leaky<16 * Base, 1>,
    stackgan::Bare<8 * Base, 1>,
    stackgan::LeakyNarrow<8 * Base>,
    stackgan::Judge<Base>> {};

/// Both stages: Features<100> of noise and "text" to Image<3, 256, 256>; leaves the smaller picture as "image64". No
/// gradient reaches stage I. "mu" and "log_sigma" are those of stage II.
template <int Base = 128>
struct StackGANGenerator : Seq<
    Named<"stage1", Frozen<StackGANGenerator64<Base>, Let<"image64">>>,
    Named<"stage2", StackGANGenerator256<Base>>> {};
// clang-format on

namespace stackgan {

/// What the second version begins with.
struct Begin : Orthogonal {
  static constexpr double gains = 0.02;
};

// clang-format off
template <int C> struct Gated : Seq<NoBias<Conv<2 * C, 3>>, BatchNorm, GLU> {};
template <int C> struct GatedUp : Seq<Upsample<2>, Gated<C>> {};
template <int C> struct GatedResidual : Residual<Gated<C>, Bare<C, 3>> {};
/// Features of C channels meet the text once more, and double their sides with half of the channels.
template <int C> struct NextStage : Seq<
    With<"c">, Gated<C>, GatedResidual<C>, GatedResidual<C>, GatedUp<C / 2>> {};
template <Name N> struct Picture : Aside<N, NoBias<Conv<3, 3>>, Tanh> {};

/// A picture to 8 Base channels of 4x4 pixels.
template <int Base> struct Encode64 : Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>,
    Leaky<2 * Base, 4, 2>,
    Leaky<4 * Base, 4, 2>,
    Leaky<8 * Base, 4, 2>> {};
template <int Base> struct Encode128 : Seq<
    Encode64<Base>,
    Leaky<16 * Base, 4, 2>, Leaky<8 * Base, 3>> {};
template <int Base> struct Encode256 : Seq<
    Encode64<Base>,
    Leaky<16 * Base, 4, 2>,
    Leaky<32 * Base, 4, 2>, Leaky<16 * Base, 3>, Leaky<8 * Base, 3>> {};
// clang-format on

struct Logit : InitialBias<Torch, Conv<1, 4, 4, 0>> {};
template <class Encode, int Base>
using Two = Initial<Begin, Encode, Aside<"unconditional", Logit>, With<"mu">, Leaky<8 * Base, 3>, Logit>;

/// Stands for a discriminator that there is none of.
struct None {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    s.graph.refuse("the tree has pictures of 64, 128 and 256 pixels; choose one of them");
    return x;
  }
};
template <int R, int Base>
constexpr auto tree_discriminator() {
  if constexpr (R == 64)
    return Two<Encode64<Base>, Base>{};
  else if constexpr (R == 128)
    return Two<Encode128<Base>, Base>{};
  else if constexpr (R == 256)
    return Two<Encode256<Base>, Base>{};
  else
    return None{};
}

}  // namespace stackgan

// clang-format off
/// The tree of the second version: Features<100> of noise and "text" to Image<3, 256, 256>; leaves "image64",
/// "image128" and "image256", and the augmented text as "c".
template <int Base = 64>
struct StackGANv2Generator : Initial<stackgan::Begin,
    Let<"z">,
    From<"text", Let<"c", GatedConditioningAugmentation<128>>>, With<"z">,
    NoBias<Linear<2 * 16 * Base * 16>>, BatchNorm, GLU, Reshape<16 * Base, 4, 4>,
    stackgan::GatedUp<8 * Base>,
    stackgan::GatedUp<4 * Base>,
    stackgan::GatedUp<2 * Base>,
    stackgan::GatedUp<1 * Base>,     stackgan::Picture<"image64">,
    stackgan::NextStage<Base>,       stackgan::Picture<"image128">,
    stackgan::NextStage<Base / 2>,
    Let<"image256", NoBias<Conv<3, 3>>, Tanh>> {};
// clang-format on

/// Of the picture of R pixels, 64, 128 or 256: a picture and the generator's "mu" of its text to the logit
/// that the two belong together; leaves as "unconditional" the logit of the picture by itself.
template <int R, int Base = 64>
struct StackGANv2Discriminator : decltype(stackgan::tree_discriminator<R, Base>()) {
  static constexpr auto name = text("StackGANv2Discriminator<", R, ">");
};

}  // namespace agon
