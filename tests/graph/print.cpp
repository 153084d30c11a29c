// What people see of a program: its calls, its kernels and its memory.
#include <doctest/doctest.h>

#include <agon/graph/compile.hpp>
#include <agon/graph/print.hpp>
#include <agon/layer/layers.hpp>

using namespace agon;

struct Small {
  static constexpr void build(Graph& g) {
    Weights w{.name = "net"};
    g.keep("y", apply<Seq<Conv<4, 3, 2>, Tanh>>(w, g.add_input("x", image(3, 8, 8))));
  }
};

TEST_CASE("a convolution, its bias and its activation are one call") {
  CHECK(print<Compiled<Small>>() ==
        "   0  4x4x4              conv(3x8x8, 4x9x3 shared) k3 s2 p1, then kernel 0 on 3 operands; 1728 "
        "multiply-adds; 1536 bytes, to sample + 768\n"
        "kernel 0: %0 = load [0]; %1 = load [1]; %2 = add %0 %1; %3 = tanh %2; store %3 to [2]\n"
        "6 nodes, 6 when simplified, 1 calls, 1 kernels; memory 256 numbers a sample (192 without planning) "
        "and 0 shared (0); "
        "traffic 384 numbers a sample (512 without fusion)\n");
}

TEST_CASE("every operation has its name") {
  CHECK(name_of(Op::input) == "input");
  CHECK(name_of(Op::update) == "store");
  CHECK(name_of(Op::conv_weight) == "conv_weight");
  CHECK(name_of(Op::stated) == "stated");
}
