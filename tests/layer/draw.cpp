#include <doctest/doctest.h>

#include <agon/layer/draw.hpp>
#include <agon/layer/layers.hpp>

using namespace agon;

static bool has(std::string const& s, std::string const& part) { return s.find(part) != s.npos; }

TEST_CASE("a box for each layer, an arrow from each to its readers") {
  using Net = Seq<Conv<4, 3>, Skip<ReLU, Conv<2, 3>>, With<"y">, Conv<1, 3>>;
  std::string const s = draw<Net, Image<3, 8, 8>, Wire{"y", Features<5>}>();
  CHECK(has(s, "digraph network {"));
  CHECK(has(s, "label=\"Conv<4,3,1,1>\\n4x8x8\""));
  CHECK(has(s, "input0 [shape=plaintext, label=\"input\\n3x8x8\"];"));
  CHECK(has(s, "input1 [shape=plaintext, label=\"y\\n5 features\"];"));
  // Conv, ReLU, Conv, Conv: the last reads the first, the skip's and the label
  for (char const* edge : {"input0 -> layer0;", "layer0 -> layer1;", "layer1 -> layer2;", "layer2 -> ",
                           "layer0 -> ", "input1 -> ", " -> output;"})
    CHECK(has(s, edge));
  CHECK(!has(s, "layer2 -> layer1;"));
  CHECK(!has(s, "layer0 -> output"));
}
