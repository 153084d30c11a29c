#include <doctest/doctest.h>

#include <agon/layer/layers.hpp>

#include "support/parameters.hpp"

using namespace agon;
using Names = std::vector<std::string>;

TEST_CASE("a Seq counts its layers, those without parameters too") {
  CHECK(test::names<Seq<Conv<4, 3>, ReLU, Conv<4, 3>>>(image(3, 8, 8)) ==
        Names{"0.weight", "0.bias", "2.weight", "2.bias"});
}

TEST_CASE("NoBias leaves the bias out, and nothing else, of all that is inside") {
  CHECK(test::names<Seq<NoBias<Conv<4, 3>>, Conv<4, 3>>>(image(3, 8, 8)) ==
        Names{"0.weight", "1.weight", "1.bias"});
  CHECK(test::names<NoBias<Seq<Conv<4, 3>, BatchNorm, Flatten, Linear<2>>>>(image(3, 2, 2), false) ==
        Names{"0.weight", "1.weight", "1.bias", "3.weight"});
  CHECK(test::names<NoBias<ConvTranspose<4, 3>>>(image(3, 8, 8)) == Names{"weight"});
}

TEST_CASE("a Seq in a Seq, and a block that derives from one, go on with the numbering") {
  struct Block : Seq<Conv<4, 3>, ReLU> {};
  CHECK(test::names<Seq<Block, Seq<Block, Tanh>, Conv<1, 1>>>(image(3, 8, 8)) ==
        Names{"0.weight", "0.bias", "2.weight", "2.bias", "5.weight", "5.bias"});
}

TEST_CASE("Named takes the place of the index") {
  CHECK(test::names<Seq<Tanh, Named<"down1", Conv<4, 3>>, Named<"block", Seq<ReLU, Conv<1, 3>>>>>(
            image(3, 8, 8)) == Names{"down1.weight", "down1.bias", "block.1.weight", "block.1.bias"});
  CHECK(test::names<Named<"a", Named<"b", Linear<2>>>>(features(3)) == Names{"a.b.weight", "a.b.bias"});
  CHECK(test::names<NoBias<Named<"a", Linear<2>>>>(features(3)) == Names{"a.weight"});
}

TEST_CASE("Skip and Residual") {
  CHECK(test::names<Seq<ReLU, Skip<Tanh, NoBias<Conv<4, 3>>>>>(image(3, 8, 8)) == Names{"1.model.1.weight"});
  CHECK(test::names<Seq<ReLU, Residual<Tanh, NoBias<Conv<3, 3>>>>>(image(3, 8, 8)) == Names{"1.1.weight"});
  CHECK(test::names<Seq<Skip<Skip<NoBias<Conv<1, 1>>>, BatchNorm>>>(image(1, 2, 2), false) ==
        Names{"0.model.0.model.0.weight", "0.model.1.weight", "0.model.1.bias"});
}

TEST_CASE("BatchNorm has PyTorch's four names") {
  CHECK(test::names<Seq<BatchNorm>>(image(3, 2, 2)) ==
        Names{"0.weight", "0.bias", "0.running_mean", "0.running_var"});
}

TEST_CASE("a network's name comes first") {
  Graph g;
  Weights w{.name = "G"};
  apply<Seq<NoBias<Linear<2>>>>(w, g.add_input("x", features(3)));
  CHECK(g.name(g.slot[0].name) == "G.0.weight");
}

TEST_CASE("a second use shares the parameters of the first") {
  Graph g;
  Weights w{.name = "G"};
  Tensor const x = g.add_input("x", features(3));
  apply<Seq<Linear<3>, BatchNorm>>(w, x);
  std::size_t const slots = g.slot.size();
  apply<Seq<Linear<3>, BatchNorm>>(w, x, {.mode = Mode::Eval, .frozen = true});
  CHECK(g.slot.size() == slots);
  CHECK(w.uses == 2);
}

TEST_CASE("what is left aside, and what has no number") {
  CHECK(test::names<
            Seq<Aside<"a", NoBias<Linear<2>>, NoBias<Linear<3>>>, Unnumbered<Seq<Named<"b", Linear<4>>>>>>(
            features(5)) == Names{"0.0.weight", "0.1.weight", "b.weight", "b.bias"});
  CHECK(test::names<Equalized<Named<"a", Gain<1, NoBias<Linear<2>>>>>>(features(5)) == Names{"a.weight"});
}
