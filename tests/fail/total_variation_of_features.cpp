// expect: total_variation: the picture of 8 features has no neighbours to compare; give it 2 rows and columns
//   or more
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>

using namespace agon;

struct Smoothing {
  static constexpr void build(Graph& g) {
    Symbols const s{.real = {},
                    .fake = g.add_input("fake", Features<8>),
                    .input = {},
                    .real_logits = {},
                    .fake_logits = {}};
    g.keep("loss", loss<Player::Generator>(total_variation<1>, s));
  }
};
constexpr auto calls = Compiled<Smoothing>::program.counts.calls;
