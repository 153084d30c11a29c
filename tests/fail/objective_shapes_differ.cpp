// expect: l1: values of 3x8x8 and 2x8x8 do not meet element by element; give both the same shape
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>

using namespace agon;

struct Compare {
  static constexpr void build(Graph& g) {
    Symbols const s{.real = g.add_input("real", Image<2, 8, 8>),
                    .fake = g.add_input("fake", Image<3, 8, 8>),
                    .input = {},
                    .real_logits = {},
                    .fake_logits = {}};
    g.keep("loss", loss<Player::Generator>(100 * l1, s));
  }
};
constexpr auto calls = Compiled<Compare>::program.counts.calls;
