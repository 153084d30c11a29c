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

static constexpr Wire label{"label", Features<1>};

TEST_CASE("normalisations by values beside") {
  using ByClass = One<ConditionalBatchNorm<"label", 4>>;
  using ByVector = One<LinearBatchNorm<"v">>;
  check<ByClass, Image<5, 3, 4>, Mode::Train, label>("ConditionalBatchNorm<label,4>, train");
  check<ByClass, Image<5, 3, 4>, Mode::Eval, label>("ConditionalBatchNorm<label,4>, eval");
  check<ByVector, Image<5, 3, 4>, Mode::Train, Wire{"v", Features<6>}>("LinearBatchNorm<v>, train");
  check<ByVector, Image<5, 3, 4>, Mode::Eval, Wire{"v", Features<6>}>("LinearBatchNorm<v>, eval");
  check<One<AdaIN<"w">>, Image<5, 3, 4>, Mode::Train, Wire{"w", Features<6>}>("AdaIN<w>");
}

TEST_CASE("classes") {
  check<One<Projection<"label", 4>>, Features<6>, Mode::Train, label>("Projection<label,4>");
  check<One<From<"label", Embedding<4, 3>>>, Features<2>, Mode::Train, label>("From<label, Embedding<4,3>>");
  check<One<From<"label", OneHot<4>>, Linear<3>>, Features<2>, Mode::Train, label>(
      "From<label, OneHot<4>>, Linear<3>");
  check<One<With<"label", Embedding<4, 3>>, Conv<4, 3>>, Image<2, 3, 4>, Mode::Train, label>(
      "With<label, Embedding<4,3>>, Conv<4,3>");
}

TEST_CASE("values beside") {
  check<One<With<"w", Linear<3>, Tanh>, Conv<4, 3>>, Image<2, 3, 4>, Mode::Train, Wire{"w", Features<6>}>(
      "With<w, Linear<3>, Tanh>, Conv<4,3>");
  check<One<With<"w">, Linear<3>>, Features<2>, Mode::Train, Wire{"w", Features<5>}>("With<w>, Linear<3>");
  check<One<With<"v", Conv<2, 1>>>, Image<2, 3, 4>, Mode::Train, Wire{"v", Image<3, 3, 4>}>(
      "With<v, Conv<2,1>>");
  check<One<Let<"h", Linear<6>>, Tanh, With<"h", Sigmoid>, Linear<2>>, Features<3>>(
      "Let<h, Linear<6>>, With<h, Tanh>, Linear<2>");
}

TEST_CASE("styles") {
  check<Fade<"t", Tanh, Sigmoid>, Image<3, 2, 4>>("Fade<t, Tanh, Sigmoid>");
  check<One<AddNoise>, Image<3, 4, 5>>("AddNoise");
  check<One<LearnedConstant<3, 2, 4>>, Features<2>>("LearnedConstant<3,2,4>");
  check<One<UntiedBias>, Image<3, 2, 4>>("UntiedBias");
  check<One<Bias>, Image<3, 2, 4>>("Bias");
  check<One<MinibatchStddev<4>>, Image<3, 2, 4>>("MinibatchStddev<4>, a smaller batch");
  check<One<ConditioningAugmentation<4>>, Features<5>>("ConditioningAugmentation<4>");
  check<One<GatedConditioningAugmentation<4>>, Features<5>>("GatedConditioningAugmentation<4>");
}
