#pragma once
#include <agon/layer/layers.hpp>

/// The conditional GAN (Mirza and Osindero 2014). No code of the authors is public, and the paper does not
/// say where dropout stands and what weights begin with. Here dropout stands on the inputs of the joint layer
/// and of the last, and weights begin as in the first GAN's code, but for the layers that read the class of a
/// digit: theirs begin larger, so that the single one of a class counts among a hundred numbers of noise and
/// 784 pixels. Discriminators end in a logit.
namespace agon {

// clang-format off
/// Features<100>, uniform in (0, 1), beside the one-hot "y" of Features<10>, to 784 pixels in (0, 1) (4.1).
struct CGANGeneratorMNIST : Initial<Uniform<-0.05, 0.05>,
    Linear<200>, ReLU, With<"y", Initial<Uniform<-1, 1>, Linear<1000>>, ReLU>,
    Dropout<0.5>, Linear<1200>, ReLU,
    Dropout<0.5>, Linear<784>, Sigmoid> {};

struct CGANDiscriminatorMNIST : Initial<Uniform<-0.005, 0.005>,
    Maxout<240, 5>, With<"y", Initial<Uniform<-0.5, 0.5>, Maxout<50, 5>>>,
    Dropout<0.5>, Maxout<240, 4>,
    Dropout<0.5>, Linear<1>> {};

/// Features<100>, normal, beside the features "image" of Features<4096>, to a word vector of 200 (4.2).
struct CGANGeneratorFlickr : Initial<Uniform<-0.05, 0.05>,
    Linear<500>, ReLU, With<"image", Linear<2000>, ReLU>,
    Dropout<0.5>, Linear<200>> {};

struct CGANDiscriminatorFlickr : Initial<Uniform<-0.005, 0.005>,
    Linear<500>, ReLU, With<"image", Linear<1200>, ReLU>,
    Dropout<0.5>, Maxout<1000, 3>,
    Dropout<0.5>, Linear<1>> {};

/// No network of the paper's: the same in colour, of convolutions. Classes stand beside the picture where 4.1 has them, in
/// front of the joint layers. Features<100> and "y" to Image<3, 32, 32> in (-1, 1). Latent and class begin with about
/// the same share in the joint layer, and the discriminator sees how much the pictures of a batch differ.
template <int Width = 64>
struct CGANGeneratorColour : Seq<
    Initial<Uniform<-0.15, 0.15>, Linear<200>>, ReLU, With<"y", Initial<Uniform<-1, 1>, Linear<1000>>, ReLU>,
    NoBias<Linear<2 * Width * 8 * 8>>, Reshape<2 * Width, 8, 8>, BatchNorm, ReLU,
    NoBias<ConvTranspose<Width, 4, 2>>, BatchNorm, ReLU,
    ConvTranspose<3, 4, 2>, Tanh> {};

template <int Width = 32>
struct CGANDiscriminatorColour : Seq<
    ConvMaxout<Width, 2, 5, 2>,
    ConvMaxout<2 * Width, 2, 5, 2>, MinibatchStddev<10>,
    Flatten, With<"y", Initial<Uniform<-0.5, 0.5>, Maxout<50, 5>>>,
    Dropout<0.5>, Maxout<240, 4>,
    Dropout<0.5>, Linear<1>> {};
// clang-format on

}  // namespace agon
