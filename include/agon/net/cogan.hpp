#pragma once
#include <agon/layer/layers.hpp>

/// Coupled GANs (Liu and Tuzel 2016): two generators that share their first layers, two discriminators that
/// share their last. Each network here is one of a pair: Coupled<G> and CoupledHalves<D> are both, with one
/// set of parameters for what they share.
namespace agon {

namespace cogan {

/// What the PyTorch code's digits begin with.
struct Begin : XavierWith<square_root(2)> {
  static constexpr Fresh biases{.mean = 0.1};
};

// clang-format off
template <int C, int K, int S, int P> struct Up : Seq<ConvTranspose<C, K, S, P>, PlainBatchNorm, PReLU<>> {};

/// As the authors' PyTorch code has them: 4, 7, 13, 25 pixels.
template <int Base>
struct DigitTrunk : Shared<"generator",
    Up<8 * Base, 4, 1, 0>,
    Up<4 * Base, 3, 2, 1>,
    Up<2 * Base, 3, 2, 1>,
    Up<Base, 3, 2, 1>> {};

struct DigitTail : Shared<"discriminator",
    Conv<50, 5, 1, 0>, MaxPool<2>,
    Conv<500, 4, 1, 0>, PReLU<>> {};

/// A bias after the norm, and a slope for each channel, as in the authors' Caffe code.
struct FaceNorm : Seq<PlainBatchNorm, Bias, PReLU<Slopes::each_channel>> {};
template <int C> struct UpCaffe : Seq<ConvTranspose<C, 3, 2, 1>, FaceNorm> {};
template <int C> struct FaceUp : Seq<NoBias<ConvTranspose<C, 4, 2>>, FaceNorm> {};
template <int C, int K, int S, Real Drop> struct FaceDown : Seq<NoBias<Conv<C, K, S>>, FaceNorm, Dropout<Drop>> {};
// clang-format on

}  // namespace cogan

// clang-format off
/// Features<100> to Image<1, 28, 28> in (0, 1), one type for each domain: they differ in nothing but their parameters.
template <int Base = 128>
struct CoGANGeneratorDigits : Initial<cogan::Begin, cogan::DigitTrunk<Base>, ConvTranspose<1, 6, 1, 1>, Sigmoid> {};

/// Image<1, 28, 28> to the logits of fake and real.
struct CoGANDiscriminatorDigits : Initial<cogan::Begin,
    Conv<20, 5, 1, 0>, MaxPool<2>,
    cogan::DigitTail,
    Flatten, Shared<"head", Linear<2>>> {};

/// The same with a head of ten classes beside that of fake and real, for unsupervised domain adaptation
/// (section 4 there): it leaves the logits of the classes as "classes" and what they are made of as "features".
struct CoGANDiscriminatorAdaptation : Initial<cogan::Begin,
    Conv<20, 5, 1, 0>, MaxPool<2>,
    Let<"features", cogan::DigitTail>,
    Flatten, Aside<"classes", Shared<"classes", Linear<10>>>, Shared<"head", Linear<2>>> {};

/// The digits' networks in the authors' Caffe code.
template <int Base = 128>
struct CoGANGeneratorDigitsCaffe : Initial<He,
    Shared<"generator",
        Linear<8 * Base * 16>, Reshape<8 * Base, 4, 4>, cogan::FaceNorm,
        cogan::UpCaffe<4 * Base>,
        cogan::UpCaffe<2 * Base>,
        cogan::UpCaffe<Base>>,
    ConvTranspose<1, 6, 1, 1>, Sigmoid> {};
struct CoGANDiscriminatorDigitsCaffe : Initial<He,
    Conv<20, 5, 1, 0>, MaxPool<2>,
    Shared<"discriminator",
        Conv<50, 5, 1, 0>, MaxPool<2>,
        Flatten, Linear<500>, PReLU<Slopes::each_channel>, Dropout<0.5>,
        Linear<2>>> {};

/// Features<100> to Image<3, 128, 128> in (-1, 1), by the base net of the authors' Caffe code; the paper couples all but
/// the last layer.
template <int Base = 32>
struct CoGANGeneratorFaces : Seq<
    Shared<"generator",
        NoBias<Linear<32 * Base * 16>>, Reshape<32 * Base, 4, 4>, cogan::FaceNorm,
        cogan::FaceUp<16 * Base>,
        cogan::FaceUp<8 * Base>,
        cogan::FaceUp<4 * Base>,
        cogan::FaceUp<2 * Base>,
        cogan::FaceUp<Base>>,
    Conv<3, 3>, Tanh> {};

/// Coupled in all but the first layer.
template <int Base = 32>
struct CoGANDiscriminatorFaces : Seq<
    cogan::FaceDown<Base, 5, 2, 0>,
    Shared<"discriminator",
        cogan::FaceDown<2 * Base, 5, 2, 0>,
        cogan::FaceDown<4 * Base, 5, 2, 0.1>,
        cogan::FaceDown<8 * Base, 3, 2, 0.3>,
        cogan::FaceDown<16 * Base, 3, 2, 0.3>,
        cogan::FaceDown<32 * Base, 3, 2, 0.5>,
        Flatten, NoBias<Linear<64 * Base>>, cogan::FaceNorm, Dropout<0.5>,
        Linear<2>>> {};
// clang-format on

}  // namespace agon
