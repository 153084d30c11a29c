// expect: gradient_penalty: it applies D to pictures of its own, and this system does not let it; take a
//   system that sets Symbols::critic
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>

using namespace agon;

/// A system that gives logits and no more.
struct Logits {
  static constexpr void build(Graph& g) {
    Symbols const s{.real = g.add_input("real", Image<3, 8, 8>),
                    .fake = g.add_input("fake", Image<3, 8, 8>),
                    .input = {},
                    .real_logits = g.add_input("D(real)", Features<1>),
                    .fake_logits = g.add_input("D(fake)", Features<1>)};
    g.keep("loss", loss<Player::Discriminator>(wasserstein + 10 * gradient_penalty, s));
  }
};
constexpr auto calls = Compiled<Logits>::program.counts.calls;
