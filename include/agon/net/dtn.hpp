#pragma once
#include <agon/layer/layers.hpp>

/// The Domain Transfer Network (Taigman, Polyak and Wolf 2017): G = g(f(x)), f a fixed network that knows the
/// source. The paper leaves layers open; these are of a public re-implementation for digits, with the paper's
/// ternary discriminator, and for faces of the paper's sizes by DCGAN's rules.
namespace agon {

namespace dtn {

// clang-format off
template <int C> struct Down : Seq<SameConv<C, 3, 2>, BatchNorm, ReLU> {};
template <int C> struct Up : Seq<SameConvTranspose<C, 3, 2>, BatchNorm, ReLU> {};
template <int C> struct FaceUp : Seq<NoBias<ConvTranspose<C, 4, 2>>, BatchNorm, ReLU> {};
template <int C> struct FaceDown : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};
// clang-format on

}  // namespace dtn

// clang-format off
/// Image<3, 32, 32> to 128 features, in (-1, 1).
template <int Base = 64>
struct DTNFeatures : Initial<Xavier,
    dtn::Down<Base>,
    dtn::Down<2 * Base>,
    dtn::Down<4 * Base>,
    Conv<2 * Base, 4, 1, 0>, BatchNorm, Tanh> {};

/// With a head of ten classes, for its training.
template <int Base = 64>
struct DTNClassifier : Initial<Xavier, DTNFeatures<Base>, Linear<10>> {};

/// Features<128> to Image<1, 32, 32> in (-1, 1).
template <int Base = 128>
struct DTNDecoder : Initial<Xavier,
    ConvTranspose<4 * Base, 4, 1, 0>, BatchNorm, ReLU,
    dtn::Up<2 * Base>,
    dtn::Up<Base>,
    SameConvTranspose<1, 3, 2>, Tanh> {};

/// Image<1, 32, 32> to three logits: G of a source picture, G of a target picture, a target picture; with Classes 1 the
/// re-implementation's single logit.
template <int Classes = 3, int Base = 128>
struct DTNDiscriminator : Initial<Xavier,
    SameConv<Base, 3, 2>, ReLU, BatchNorm, ReLU,
    dtn::Down<2 * Base>,
    dtn::Down<4 * Base>,
    Conv<Classes, 4, 1, 0>> {};

/// Features<256>, a face's descriptor, to Image<3, 64, 64> in (-1, 1).
template <int Base = 64>
struct DTNDecoderFaces : Seq<
    NoBias<ConvTranspose<8 * Base, 4, 1, 0>>, BatchNorm, ReLU,
    dtn::FaceUp<4 * Base>,
    dtn::FaceUp<2 * Base>,
    dtn::FaceUp<Base>,
    NoBias<ConvTranspose<3, 4, 2>>, Tanh> {};

/// Image<3, 64, 64> to three logits.
template <int Base = 64>
struct DTNDiscriminatorFaces : Seq<
    NoBias<Conv<Base, 4, 2>>, LeakyReLU<0.2>,
    dtn::FaceDown<2 * Base>,
    dtn::FaceDown<4 * Base>,
    dtn::FaceDown<8 * Base>,
    NoBias<Conv<3, 4, 1, 0>>> {};
// clang-format on

}  // namespace agon
