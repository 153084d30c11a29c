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

TEST_CASE("windows with sides of their own") {
  check<One<WindowConv<6, Window{{.kernel = 1}, {.kernel = 7, .padding = 3}}>>, Image<3, 4, 5>>(
      "WindowConv<6, 1x7>");
  check<One<WindowConv<5, Window{{.kernel = 3, .stride = 2, .padding = 1}, {.kernel = 5, .padding = 2}}>>,
        Image<4, 6, 5>>("WindowConv<5, 3x5>");
  check<One<WindowConv<4, Window{{.kernel = 2, .dilation = 3},
                                 {.kernel = 3, .stride = 2, .padding = 2, .dilation = 2},
                                 2}>>,
        Image<4, 6, 7>>("WindowConv<4, 2x3>");
  check<One<WindowConvTranspose<5, Window{{.kernel = 3, .padding = 1},
                                          {.kernel = 4, .stride = 2, .padding = 1}}>>,
        Image<4, 3, 4>>("WindowConvTranspose<5, 3x4>");
  check<One<WindowConvTranspose<6, Window{4, 2, 1, 1, 2}>>, Image<4, 3, 2>>("WindowConvTranspose<6, 4x4>");
}

TEST_CASE("groups, gaps and output padding") {
  check<One<GroupConv<6, 2, 3>>, Image<4, 4, 5>>("GroupConv<6,2,3>");
  check<One<GroupConv<6, 3, 4, 2>>, Image<6, 6, 4>>("GroupConv<6,3,4,2>");
  check<One<DepthwiseConv<3>>, Image<5, 4, 3>>("DepthwiseConv<3>");
  check<One<DepthwiseConv<4, 2>>, Image<5, 6, 5>>("DepthwiseConv<4,2>");
  check<One<DilatedConv<4, 3, 2>>, Image<3, 6, 5>>("DilatedConv<4,3,2>");
  check<One<DilatedConv<4, 3, 3, 2, 1>>, Image<3, 9, 8>>("DilatedConv<4,3,3,2,1>");
  check<One<ConvTranspose<5, 3, 2, 1, 1>>, Image<3, 3, 4>>("ConvTranspose<5,3,2,1,1>");
  check<One<ConvTranspose<4, 5, 3, 1, 2>>, Image<3, 2, 3>>("ConvTranspose<4,5,3,1,2>");
}

template <int Kernel, int Stride>
static void check_same() {
  auto const name = [](char const* layer, char const* end) {
    return std::string(layer) + "<4," + std::to_string(Kernel) + ',' + std::to_string(Stride) + '>' + end;
  };
  check<One<SameConv<4, Kernel, Stride>>, Image<3, 6, 4>>(name("SameConv", ", even").c_str());
  check<One<SameConv<4, Kernel, Stride>>, Image<3, 5, 7>>(name("SameConv", ", odd").c_str());
  check<One<SameConvTranspose<4, Kernel, Stride>>, Image<3, 3, 4>>(name("SameConvTranspose", "").c_str());
}
TEST_CASE("TensorFlow's SAME") {
  check_same<3, 1>();
  check_same<3, 2>();
  check_same<4, 1>();
  check_same<4, 2>();
  check_same<5, 1>();
  check_same<5, 2>();
}
