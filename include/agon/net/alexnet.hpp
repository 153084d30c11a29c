#pragma once
#include <type_traits>

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
template <class L, Real Bias = 1> struct Lit : InitialBias<Constant<Bias>, L> {};
// clang-format on

/// What may be otherwise in a network of the paper's kind, and what the paper says of it.
struct Recipe {
  int thinner = 4;          // all widths are divided by it
  bool tanh = false;        // in place of rectifiers, which learn six times faster (3.1, figure 1)
  bool normalised = true;   // LRN, worth 1.4 points of the top-1 error (3.3)
  bool overlapping = true;  // windows of 3 that are 2 apart, worth 0.4 points (3.4); otherwise of 2
  bool dropout = true;      // without it there is much overfitting (4.2)
  Real bias = 0.1;          // where the biases of five layers begin; in the paper 1, but see Caffe's notes
  Real spread = 0.02;       // of weights behind the first layer's 0.01; in the paper 0.01
};

}  // namespace alexnet

// clang-format off
/// Two towers, which meet in the third convolution and in the fully connected layers. All widths are divided by
/// Thinner. What each layer makes of a picture is left as "conv1" to "conv5", "fc6" and "fc7".
template <int Classes = 1000, int Thinner = 1>
struct AlexNet : Initial<Normal<0.01>,
    alexnet::Frame,
    Conv<96 / Thinner, 11, 4, 0>, Let<"conv1", ReLU>, alexnet::TowerNorm, alexnet::Pool,
    alexnet::Lit<GroupConv<256 / Thinner, 2, 5>>, Let<"conv2", ReLU>, alexnet::TowerNorm, alexnet::Pool,
    Conv<384 / Thinner, 3>, Let<"conv3", ReLU>,
    alexnet::Lit<GroupConv<384 / Thinner, 2, 3>>, Let<"conv4", ReLU>,
    alexnet::Lit<GroupConv<256 / Thinner, 2, 3>>, Let<"conv5", ReLU>, alexnet::Pool,
    Flatten, alexnet::Lit<Linear<4096 / Thinner>>, Let<"fc6", ReLU>, OriginalDropout<0.5>,
    alexnet::Lit<Linear<4096 / Thinner>>, Let<"fc7", ReLU>, OriginalDropout<0.5>,
    Linear<Classes>> {};

/// The same eight layers for pictures of 32 * Stride pixels a side, 32 or 64: a first convolution of 5x5 pixels,
/// Stride apart, and pools that reach over the border as the authors' do, so that 32, 16, 8 and 4 pixels are left.
/// Weights of layers with 1 / thinner of the inputs are drawn as many roots wider, for sums as large.
template <int Classes, int Stride, alexnet::Recipe R = alexnet::Recipe{}>
struct SmallAlexNet {
  static constexpr auto name = text("SmallAlexNet");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return Layers{}(s, x); }

 private:
  template <bool Yes, class A, class B = Seq<>> using If = std::conditional_t<Yes, A, B>;
  using On = If<R.tanh, Tanh, ReLU>;
  using Norm = If<R.normalised, alexnet::TowerNorm>;
  using Pool = MaxPool<R.overlapping ? 3 : 2, 2, 0, Ends::reach_over>;
  using Drop = If<R.dropout, OriginalDropout<0.5>>;
  template <class L> using Lit = alexnet::Lit<L, R.bias>;
  struct Rule {
    static constexpr Fresh weights{.spread = R.spread.value * square_root(R.thinner)};
  };
  using Layers = Initial<Rule,
      Initial<Normal<0.01>, Conv<96 / R.thinner, 5, Stride, 2>>, Let<"conv1", On>, Norm, Pool,
      Lit<GroupConv<256 / R.thinner, 2, 5>>, Let<"conv2", On>, Norm, Pool,
      Conv<384 / R.thinner, 3>, Let<"conv3", On>,
      Lit<GroupConv<384 / R.thinner, 2, 3>>, Let<"conv4", On>,
      Lit<GroupConv<256 / R.thinner, 2, 3>>, Let<"conv5", On>, Pool,
      Flatten, Lit<Linear<4096 / R.thinner>>, Let<"fc6", On>, Drop,
      Lit<Linear<4096 / R.thinner>>, Let<"fc7", On>, Drop,
      Linear<Classes>>;
};

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
