// expect: ternary: D gives 1 feature and must give a logit for each of 3 classes; let it end in 3 channels
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>

using namespace agon;

struct TwoClasses {
  static constexpr void build(Graph& g) {
    Weights d{"D"};
    Symbols s{.real = g.add_input("real", Features<8>),
              .fake = g.add_input("fake", Features<8>),
              .input = {},
              .real_logits = {},
              .fake_logits = {},
              .critic = {.net = apply<Linear<1>>, .weights = &d}};
    Wires values;
    values.set("G(real)", g.add_input("G(real)", Features<8>));
    s.values = &values;
    s.real_logits = s.critic(s.real), s.fake_logits = s.critic(s.fake);
    g.keep("loss", loss<Player::Discriminator>(ternary, s));
  }
};
constexpr auto calls = Compiled<TwoClasses>::program.counts.calls;
