#include <doctest/doctest.h>

#include <agon/graph/compile.hpp>
#include <agon/graph/tensor.hpp>

using namespace agon;

/// As many convolutions, one after the other.
template <int Count>
struct Chain {
  static constexpr void build(Graph& g) {
    Tensor x = g.add_input("x", Image<3, 4, 4>);
    for (int k = 0; k < Count; ++k)
      x = conv(x, g.add_slot({.shape = {3, 9, 3, false}, .name = g.label(text<9>(k).view())}), {3, 1, 1});
    g.keep("y", x);
  }
};

TEST_CASE("a program that is larger than most is as exact as any") {
  constexpr auto const& small = Compiled<Chain<20>>::program;
  constexpr auto const& large = Compiled<Chain<450>>::program;
  static_assert(usual_room.calls < 450);
  CHECK(small.call.size() == 20);
  CHECK(large.call.size() == 450);
  CHECK(large.slot.size() == 450);
  CHECK(large.call[449].head == Op::conv);
  CHECK(large.name(large.slot[449].name) == "449");
}
