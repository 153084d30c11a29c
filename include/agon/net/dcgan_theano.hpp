#pragma once
#include <agon/layer/layers.hpp>

/// DCGAN in the 5x5 kernels of the authors' Theano code: what the paper's faces were made with, the
/// conditional net for digits, and the 32x32 net whose discriminator serves as a feature extractor. No
/// biases; discriminators end in a logit.
namespace agon::theano {

struct Norm : BatchNormWith<Affine::yes, 1e-8> {};
struct PlainNorm : BatchNormWith<Affine::no, 1e-8> {};

// clang-format off
template <int C> struct Up : Seq<NoBias<ConvTranspose<C, 5, 2, 2, 1>>, Norm, ReLU> {};
template <int C> struct Down : Seq<NoBias<Conv<C, 5, 2>>, Norm, LeakyReLU<0.2>> {};

/// Features<100>, uniform in (-1, 1), to Image<3, 64, 64> in (-1, 1). The first norm is one for each unit.
template <int Base = 128>
struct DCGANGenerator : Seq<
    NoBias<Linear<8 * Base * 16>>, Norm, ReLU, Reshape<8 * Base, 4, 4>,
    Up<4 * Base>,
    Up<2 * Base>,
    Up<1 * Base>,
    NoBias<ConvTranspose<3, 5, 2, 2, 1>>, Tanh> {};

template <int Base = 128>
struct DCGANDiscriminator : Seq<
    NoBias<Conv<Base, 5, 2>>, LeakyReLU<0.2>,
    Down<2 * Base>,
    Down<4 * Base>,
    Down<8 * Base>,
    Flatten, NoBias<Linear<1>>> {};

/// Features<100> beside the one-hot "y" of Features<10>, to Image<1, 28, 28> in (0, 1). The label stands beside the input
/// of every layer.
struct ConditionalGenerator : Seq<
    With<"y">, NoBias<Linear<1024>>, PlainNorm, ReLU,
    With<"y">, NoBias<Linear<128 * 7 * 7>>, PlainNorm, ReLU, Reshape<128, 7, 7>,
    With<"y">, NoBias<ConvTranspose<64, 5, 2, 2, 1>>, PlainNorm, ReLU,
    With<"y">, NoBias<ConvTranspose<1, 5, 2, 2, 1>>, Sigmoid> {};

struct ConditionalDiscriminator : Seq<
    With<"y">, NoBias<Conv<64, 5, 2>>, LeakyReLU<0.2>,
    With<"y">, NoBias<Conv<128, 5, 2>>, PlainNorm, LeakyReLU<0.2>, Flatten,
    With<"y">, NoBias<Linear<1024>>, PlainNorm, LeakyReLU<0.2>,
    With<"y">, NoBias<Linear<1>>> {};

/// Features<256>, uniform, to Image<3, 32, 32>. Its widths are those of the discriminator, mirrored: the code that is
/// public does not state them.
struct FeatureGenerator : Seq<
    NoBias<Linear<512 * 16>>, Norm, ReLU, Reshape<512, 4, 4>,
    NoBias<ConvTranspose<512, 3, 2, 1, 1>>, Norm, ReLU,
    NoBias<Conv<256, 3>>, Norm, ReLU,
    NoBias<ConvTranspose<256, 3, 2, 1, 1>>, Norm, ReLU,
    NoBias<Conv<128, 3>>, Norm, ReLU,
    NoBias<ConvTranspose<128, 3, 2, 1, 1>>, Norm, ReLU,
    NoBias<Conv<3, 3>>, Tanh> {};

/// The six convolutions' results are the values "h1" to "h6": pooled to 4x4 they are the paper's 28,672 features (5.1,
/// from which the widths follow).
struct FeatureDiscriminator : Seq<
    Let<"h1", NoBias<Conv<128, 3>>, LeakyReLU<0.2>>,
    Let<"h2", NoBias<Conv<128, 3, 2>>, Norm, LeakyReLU<0.2>>,
    Let<"h3", NoBias<Conv<256, 3>>, Norm, LeakyReLU<0.2>>,
    Let<"h4", NoBias<Conv<256, 3, 2>>, Norm, LeakyReLU<0.2>>,
    Let<"h5", NoBias<Conv<512, 3>>, Norm, LeakyReLU<0.2>>,
    Let<"h6", NoBias<Conv<512, 3, 2>>, Norm, LeakyReLU<0.2>>,
    Flatten, NoBias<Linear<1>>> {};
// clang-format on

}  // namespace agon::theano
