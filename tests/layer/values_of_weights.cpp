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

TEST_CASE("attention") {
  check<One<SelfAttention>, Image<16, 4, 6>>("SelfAttention");
  check<One<PaperSelfAttention>, Image<8, 3, 4>>("PaperSelfAttention");
  check<One<PaperSelfAttention>, Image<16, 2, 3>>("PaperSelfAttention of 16 channels");
}

TEST_CASE("maxout") {
  check<One<Maxout<5, 3>>, Features<7>>("Maxout<5,3>");
  check<One<ConvMaxout<3, 2, 3>>, Image<4, 4, 5>>("ConvMaxout<3,2,3>");
  check<One<ConvMaxout<4, 2, 4, 2>>, Image<3, 6, 4>>("ConvMaxout<4,2,4,2>");
}

TEST_CASE("residuals") {
  check<One<Residual<Tanh, Conv<4, 3>>>, Image<4, 3, 4>>("Residual<Tanh, Conv<4,3>>");
  check<One<ResidualWith<Conv<6, 1>, SiLU, Conv<6, 3>>>, Image<4, 3, 4>>(
      "ResidualWith<Conv<6,1>, SiLU, Conv<6,3>>");
  check<One<ResidualWith<AvgPool<2>, Conv<4, 4, 2>>>, Image<4, 4, 6>>(
      "ResidualWith<AvgPool<2>, Conv<4,4,2>>");
}

TEST_CASE("how weights are kept") {
  check<One<SpectralNorm<Conv<5, 3>>>, Image<3, 4, 5>>("SpectralNorm<Conv<5,3>>, train");
  check<One<SpectralNorm<Conv<5, 3>>>, Image<3, 4, 5>, Mode::Eval>("SpectralNorm<Conv<5,3>>, eval");
  check<One<SpectralNorm<Linear<4>>>, Features<6>>("SpectralNorm<Linear<4>>");
  check<One<SpectralNorm<NoBias<Linear<4>>>>, Features<6>>("SpectralNorm<NoBias<Linear<4>>>");
  check<One<SpectralNorm<Flatten, Linear<4>>>, Image<2, 3, 4>>("SpectralNorm<Flatten, Linear<4>>");
  check<One<SpectralNorm<ConvTranspose<5, 4, 2>>>, Image<3, 3, 2>>("SpectralNorm<ConvTranspose<5,4,2>>");
  check<One<SpectralNormWith<0.1, Conv<5, 3>, Tanh, Conv<5, 3>>>, Image<3, 4, 3>>(
      "SpectralNormWith<0.1, Conv<5,3>, Tanh, Conv<5,3>>");
  check<One<From<"label", SpectralNorm<Embedding<4, 3>>>>, Features<2>, Mode::Train,
        Wire{"label", Features<1>}>("From<label, SpectralNorm<Embedding<4,3>>>");
  check<One<Equalized<Conv<5, 3>>>, Image<3, 4, 5>>("Equalized<Conv<5,3>>");
  check<One<Equalized<ConvTranspose<5, 4, 2>>>, Image<3, 3, 2>>("Equalized<ConvTranspose<5,4,2>>");
  check<One<EqualizedWith<1, 0.01, Linear<4>>>, Features<6>>("EqualizedWith<1, 0.01, Linear<4>>");
}
