#include "support/values.hpp"

#include <doctest/doctest.h>

#include <agon/network.hpp>

using namespace agon;

/// Both players' losses of an objective, and their gradients by D's logits and by the picture.
template <auto Objective>
struct Losses {
  static constexpr void build(Graph& g) {
    Shape const logits = image(1, 3, 4), picture = image(2, 5, 4);
    Symbols s{.real = g.add_input("real", picture),
              .fake = g.add_input("fake", picture),
              .input = {},
              .real_logits = g.add_input("real_logits", logits),
              .fake_logits = g.add_input("fake_logits", logits)};
    if (Tensor const d = loss<Player::Discriminator>(Objective, s)) {
      auto const by = gradient(d, {s.real_logits, s.fake_logits});
      g.keep("D", d);
      g.keep("D by real_logits", by[0]);
      g.keep("D by fake_logits", by[1]);
    }
    if (Tensor const x = loss<Player::Generator>(Objective, s)) {
      auto const by = gradient(x, {s.fake_logits, s.fake});
      g.keep("G", x);
      g.keep("G by fake_logits", by[0]);
      g.keep("G by fake", by[1]);
    }
  }
};

/// tests/golden/layers.py
template <auto Objective>
static void check(char const* name) {
  static test::Golden const golden("objectives");
  test::check_values<Losses<Objective>>(golden, name);
}

TEST_CASE("saturating") { check<saturating>("saturating"); }
TEST_CASE("nonsaturating") { check<nonsaturating>("nonsaturating"); }
TEST_CASE("lsgan") { check<lsgan>("lsgan"); }
TEST_CASE("l1") { check<l1>("l1"); }
TEST_CASE("l2") { check<l2>("l2"); }
TEST_CASE("nonsaturating + 100 * l1") { check<nonsaturating + 100 * l1>("nonsaturating + 100 * l1"); }
TEST_CASE("2 * lsgan + on<Generator>(l2)") {
  check<2 * lsgan + on<Player::Generator>(l2)>("2 * lsgan + on<Generator>(l2)");
}
