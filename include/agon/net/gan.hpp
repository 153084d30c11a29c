#pragma once
#include <agon/layer/layers.hpp>

/// The first GAN (Goodfellow et al. 2014), as the authors' configurations have it: latents to pixels by fully
/// connected layers, maxout in D, dropout on the inputs of D's layers. Discriminators end in a logit. Weights
/// begin uniform where the configurations that are public say so. (Output biases from the training pixels'
/// means are begin_with_means' in train/; the sparse weights of faces are left out.)
namespace agon {

namespace gan {
template <Real Bound>
using Within = Uniform<-Bound.value, Bound.value>;
/// A sigmoid's layer that begins dark.
template <int Width>
using Dark = InitialBias<Constant<-2>, Linear<Width>>;
}  // namespace gan

// clang-format off
/// Features<100>, uniform with unit variance, to 784 pixels in (0, 1).
struct GANGeneratorMNIST : Initial<gan::Within<0.05>,
    Linear<1200>, ReLU,
    Linear<1200>, ReLU,
    Linear<784>, Sigmoid> {};

struct GANDiscriminatorMNIST : Initial<gan::Within<0.005>,
    Dropout<0.2>, Maxout<240, 5>,
    Dropout<0.5>, Maxout<240, 5>,
    Dropout<0.5>, Linear<1>> {};

/// Features<100>, normal, to the Pixels of a face in (0, 1).
template <int Pixels = 48 * 48, int Width = 8000>
struct GANGeneratorTFD : Seq<
    Linear<Width>, ReLU,
    gan::Dark<Width>, Sigmoid,
    Linear<Pixels>, Sigmoid> {};

/// The second run's: two new layers before the trained ones.
template <int Pixels = 48 * 48, int Width = 8000>
struct GANGeneratorTFDDeep : Seq<
    Linear<Width>, ReLU,
    gan::Dark<100>, Sigmoid,
    GANGeneratorTFD<Pixels, Width>> {};

template <int Units = 1200>
struct GANDiscriminatorTFD : Seq<
    Dropout<0.2>, Maxout<Units, 5>,
    Dropout<0.5>, Maxout<Units, 5>,
    Dropout<0.5>, Linear<1>> {};

/// Features<100>, normal, to 3072 contrast-normalised numbers.
template <int Width = 8000>
struct GANGeneratorCIFAR : Initial<gan::Within<0.05>,
    Linear<Width>, ReLU,
    Linear<Width>, Sigmoid,
    Initial<gan::Within<0.5>, Linear<3072>>> {};

template <int Units = 1600>
struct GANDiscriminatorCIFAR : Initial<gan::Within<0.005>,
    Dropout<0.2>, Maxout<Units, 5>,
    Dropout<0.5>, Maxout<Units, 5>,
    Dropout<0.5>, Linear<1>> {};

/// Features<100>, normal, to Image<3, 32, 32>.
template <int Width = 8000>
struct GANGeneratorCIFARConv : Seq<
    Linear<Width>, ReLU,
    Linear<8000>, Sigmoid, Reshape<80, 10, 10>,
    NoBias<ConvTranspose<3, 5, 3, 0>>, UntiedBias> {};

/// Pooling windows reach over the border, as the library of the authors' code rounds up (an inference: it is what makes
/// the sizes 33, 16, 15, 7, 9, 5).
struct GANDiscriminatorCIFARConv : Seq<
    Dropout<0.2>, ConvMaxout<32, 2, 8, 1, 4>, MaxPool<4, 2, 0, Ends::reach_over>,
    Dropout<0.5>, ConvMaxout<32, 2, 8, 1, 3>, MaxPool<4, 2, 0, Ends::reach_over>,
    Dropout<0.5>, ConvMaxout<192, 2, 5, 1, 3>, MaxPool<2, 2, 0, Ends::reach_over>,
    Flatten, Dropout<0.5>, Maxout<500, 5>,
    Dropout<0.5>, Linear<1>> {};
// clang-format on

}  // namespace agon
