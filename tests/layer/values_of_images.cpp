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

TEST_CASE("pooling") {
  check<One<MaxPool<2>>, Image<3, 6, 5>>("MaxPool<2>");
  check<One<MaxPool<3, 2>>, Image<3, 7, 8>>("MaxPool<3,2>");
  check<One<MaxPool<3, 2, 1>>, Image<3, 6, 7>>("MaxPool<3,2,1>");
  check<One<MaxPool<3, 1, 1>>, Image<3, 4, 5>>("MaxPool<3,1,1>");
  check<One<MaxPool<3, 2, 0, Ends::reach_over>>, Image<3, 6, 8>>("MaxPool<3,2,0>, reaching over");
  check<One<MaxPool<2, 2, 1, Ends::reach_over>>, Image<3, 5, 6>>("MaxPool<2,2,1>, reaching over");
  check<One<MaxPool<4, 3, 1, Ends::reach_over>>, Image<3, 7, 9>>("MaxPool<4,3,1>, reaching over");
  check<One<AvgPool<2>>, Image<3, 6, 5>>("AvgPool<2>");
  check<One<AvgPool<3, 2, 1>>, Image<3, 6, 7>>("AvgPool<3,2,1>");
  check<One<AvgPool<3, 1>>, Image<3, 4, 5>>("AvgPool<3,1>");
  check<One<GlobalSum>, Image<5, 3, 4>>("GlobalSum");
  check<One<GlobalMean>, Image<5, 3, 4>>("GlobalMean");
}

TEST_CASE("resampling") {
  check<One<Upsample<2>>, Image<3, 3, 4>>("Upsample<2>");
  check<One<Upsample<3>>, Image<2, 2, 3>>("Upsample<3>");
  check<One<UpsampleBilinear<2>>, Image<3, 3, 4>>("UpsampleBilinear<2>");
  check<One<UpsampleBilinear<3>>, Image<3, 3, 4>>("UpsampleBilinear<3>");
  check<One<UpsampleBilinear<4>>, Image<3, 3, 4>>("UpsampleBilinear<4>");
  check<One<Blur>, Image<3, 4, 5>>("Blur");
}

TEST_CASE("borders") {
  check<One<ZeroPad<1>>, Image<3, 3, 4>>("ZeroPad<1>");
  check<One<ZeroPad<1, 0, 2, 3>>, Image<3, 3, 4>>("ZeroPad<1,0,2,3>");
  check<One<ReflectPad<2>>, Image<3, 3, 4>>("ReflectPad<2>");
  check<One<ReflectPad<0, 1, 2, 3>>, Image<3, 3, 4>>("ReflectPad<0,1,2,3>");
  check<One<ReplicatePad<2>>, Image<3, 3, 4>>("ReplicatePad<2>");
  check<One<ReplicatePad<3, 0, 1, 4>>, Image<3, 3, 2>>("ReplicatePad<3,0,1,4>");
  check<One<Crop<2, 3>>, Image<3, 4, 5>>("Crop<2,3>");
  check<One<Crop<2, 3, 1, 2>>, Image<3, 4, 5>>("Crop<2,3,1,2>");
}
