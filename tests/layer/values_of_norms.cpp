#include "support/layer_values.hpp"

using namespace agon;

/// tests/golden/more_layers.py
static test::Golden const golden("more_layers");
template <class Net, Shape In, Mode How = Mode::Train, Wire... Beside>
static void check(char const* name) {
  test::check_values<test::Derived<Net, In, How, Beside...>>(golden, name);
}

template <class... L>
using One = Seq<L...>;  // parameters are called net.0.weight, ...

TEST_CASE("activations") {
  check<One<PReLU<>>, Image<3, 4, 5>>("PReLU");
  check<One<PReLU<Slopes::each_channel>>, Image<3, 4, 5>>("PReLU, each channel");
  check<One<ELU<>>, Image<3, 4, 5>>("ELU<1>");
  check<One<ELU<0.3>>, Image<3, 4, 5>>("ELU<0.3>");
  check<One<SiLU>, Image<3, 4, 5>>("SiLU");
  check<One<Softplus>, Image<3, 4, 5>>("Softplus");
  check<One<Softmax>, Image<5, 3, 4>>("Softmax");
  check<One<Softmax>, Features<7>>("Softmax of features");
  check<One<GLU>, Image<6, 3, 4>>("GLU");
  check<One<Times<-1.5>>, Image<3, 4, 5>>("Times<-1.5>");
}

TEST_CASE("normalisations of a sample by itself") {
  check<One<InstanceNorm>, Image<5, 4, 3>>("InstanceNorm");
  check<One<InstanceNormWith<Affine::yes>>, Image<5, 4, 3>>("InstanceNorm, affine");
  check<One<LayerNorm>, Image<5, 4, 3>>("LayerNorm");
  check<One<LayerNorm>, Features<7>>("LayerNorm of features");
  check<One<LayerNormWith<Affine::no>>, Image<5, 4, 3>>("LayerNorm, plain");
  check<One<GroupNorm<3>>, Image<6, 3, 4>>("GroupNorm<3>");
  check<One<GroupNorm<2, Affine::no>>, Image<6, 3, 4>>("GroupNorm<2>, plain");
  check<One<GroupNorm<1>>, Image<4, 3, 2>>("GroupNorm<1>");
  check<One<PixelNorm>, Image<5, 3, 4>>("PixelNorm");
  check<One<LocalResponseNorm<5, 2, 0.1, 0.75>>, Image<7, 3, 4>>("LocalResponseNorm<5,2,0.1,0.75>");
  check<One<LocalResponseNorm<3, 1, 0.5, 0.5>>, Image<2, 3, 4>>("LocalResponseNorm<3,1,0.5,0.5>");
  check<One<LocalResponseNorm<>>, Image<7, 3, 4>>("LocalResponseNorm<>");
}

TEST_CASE("PlainBatchNorm") {
  check<One<PlainBatchNorm>, Image<5, 4, 3>>("PlainBatchNorm, train");
  check<One<PlainBatchNorm>, Image<5, 4, 3>, Mode::Eval>("PlainBatchNorm, eval");
  check<One<PlainBatchNorm>, Image<5, 4, 3>, Mode::BatchStatistics>("PlainBatchNorm, batch statistics");
}
