#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
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
