#pragma once
#include <agon/layer/layers.hpp>

/// AlexNet (Krizhevsky, Sutskever and Hinton 2012): Image<3, 224, 224>, or 227, to the logits of 1000
/// classes. Weights and biases begin as the paper says (its section 5); of one tower, as torchvision's do.
namespace agon {

namespace alexnet {

/// The authors' program lets the last windows of 224 pixels reach three pixels over the right and lower
/// border, where zeros stand; a picture of 227 pixels, Caffe's, needs none.
struct Frame {
  static constexpr auto name = text("alexnet::Frame");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return x.shape().h == 224 && x.shape().w == 224 ? zero_pad(x, 0, 0, 3, 3) : x;
  }
};

// clang-format off
/// Response normalisation does not cross from one tower's channels to the other's.
struct TowerNorm : Parts<2, LocalResponseNorm<5, 2, 2e-5, 0.75>> {};
struct Pool : MaxPool<3, 2> {};
/// Where all biases begin at 1, for more of the rectifiers to be on.
template <class L> struct Lit : InitialBias<Constant<1>, L> {};
// clang-format on

}  // namespace alexnet

// clang-format off
/// Two towers, which meet in the third convolution and in the fully connected layers. All widths are divided by Thinner.
template <int Classes = 1000, int Thinner = 1>
struct AlexNet : Initial<Normal<0.01>,
    alexnet::Frame,
    Conv<96 / Thinner, 11, 4, 0>, ReLU, alexnet::TowerNorm, alexnet::Pool,
    alexnet::Lit<GroupConv<256 / Thinner, 2, 5>>, ReLU, alexnet::TowerNorm, alexnet::Pool,
    Conv<384 / Thinner, 3>, ReLU,
    alexnet::Lit<GroupConv<384 / Thinner, 2, 3>>, ReLU,
    alexnet::Lit<GroupConv<256 / Thinner, 2, 3>>, ReLU, alexnet::Pool,
    Flatten, alexnet::Lit<Linear<4096 / Thinner>>, ReLU, Dropout<0.5>,
    alexnet::Lit<Linear<4096 / Thinner>>, ReLU, Dropout<0.5>,
    Linear<Classes>> {};

/// The variant of one tower (Krizhevsky 2014), as torchvision has it: no groups, no response normalisation.
template <int Classes = 1000>
struct AlexNetOneTower : Initial<Torch,
    Conv<64, 11, 4, 2>, ReLU, alexnet::Pool,
    Conv<192, 5>, ReLU, alexnet::Pool,
    Conv<384, 3>, ReLU,
    Conv<256, 3>, ReLU,
    Conv<256, 3>, ReLU, alexnet::Pool,
    Flatten, Dropout<0.5>, Linear<4096>, ReLU,
    Dropout<0.5>, Linear<4096>, ReLU,
    Linear<Classes>> {};
// clang-format on

}  // namespace agon
