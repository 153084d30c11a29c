#include <doctest/doctest.h>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/layer/layers.hpp>

using namespace agon;

struct Compared {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    g.keep("y", apply<MinibatchStddev<4>>(w, g.add_input("x", Image<2, 2, 2>)));
  }
};

TEST_CASE_TEMPLATE("samples in groups of four: one to four, or a multiple", Backend, Cpu, Reference<double>) {
  using S = typename Backend::Scalar;
  Store<S> store;
  for (long batch : {1, 2, 3, 4, 8, 12})
    CHECK_NOTHROW(typename Backend::template Engine<Compared>(store, batch));
  for (long batch : {5, 6, 7, 10})
    CHECK_THROWS_WITH_AS(typename Backend::template Engine<Compared>(store, batch),
                         doctest::Contains("groups of 4; take a multiple of it"), Error);
}

struct Constants {
  static constexpr void build(Graph& g) {
    Tensor const x = g.add_input("x", features(1));
    g.keep("y", mean(x));
    g.keep("two", g.constant(2));
    g.keep("three", g.constant(3));
  }
};
TEST_CASE_TEMPLATE("outputs that are constants", Backend, Cpu, Reference<double>) {
  using S = typename Backend::Scalar;
  Store<S> store;
  typename Backend::template Engine<Constants> e(store, 2);
  e.input("x")[0] = 1;
  e.input("x")[1] = 3;
  e.run({1, 1});
  REQUIRE(e.output("two").size() == 1);
  CHECK(e.output("two")[0] == 2);
  CHECK(e.output("three")[0] == 3);
  CHECK(e.output("y")[0] == 2);
}
