#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/system/wgan.hpp>
#include <agon/train/loop.hpp>

using namespace agon;

/// The rule as WGAN's loop writes it.
static void check_rule(CriticSteps const& c) {
  long t = 0;
  for (long g = 0; g < 2200; ++g) {
    bool const many = g < c.start || (c.period > 0 && g % c.period == 0);
    for (long j = 1, n = many ? c.most : c.usual; j <= n; ++j) {
      CriticSteps::Turn const turn = c.turn(++t);
      REQUIRE(turn.done == g);
      REQUIRE(turn.moves == (j == n));
    }
  }
}
TEST_CASE("the critic's steps before each of the generator's") {
  check_rule({});
  check_rule({.usual = 5});
  check_rule({5, 100, 25, 500});
  check_rule({.usual = 2, .most = 3, .start = 4});
  check_rule({.usual = 2, .most = 3, .period = 7});
  check_rule({.usual = 1, .most = 4, .start = 1, .period = 1});
  CHECK_THROWS_AS((void)CriticSteps{.usual = 0}.turn(1), Error);
  CHECK_THROWS_AS((void)(CriticSteps{5, 100, 25, 20}.turn(1)), Error);
}

using Model = WGAN<DCGANGenerator28<1, 4>, DCGANDiscriminator28<4>, wasserstein + weight_clipping<0.01>,
                   Features<16>, Cpu, Players<Averaged<RMSProp>, RMSProp>>;
static std::vector<float> numbers(Model& m, std::string const& name) {
  auto const s = m.store().find(name)->memory.span();
  return {s.begin(), s.end()};
}
TEST_CASE("the generator moves when it is its turn, and all that is kept of it with it") {
  auto const digits = data::digits(32);
  Model model{{.critic = {.usual = 3}}};
  data::Batches batches(digits, 8);
  std::vector<std::string> const names{"D.main.0.weight", "G.main.0.weight", "G_ema.main.0.weight",
                                       "optimizer.square_avg.G.main.0.weight"};
  for (long t = 1; t <= 7; ++t) {
    std::vector<std::vector<float>> before;
    for (std::string const& name : names) before.push_back(numbers(model, name));
    model.feed(batches.next());
    model.advance();
    for (std::size_t k = 0; k < names.size(); ++k)
      CHECK((numbers(model, names[k]) != before[k]) == (k == 0 || t % 3 == 0));
  }
  for (float const x : numbers(model, "D.main.0.weight")) CHECK(std::abs(x) <= 0.01f);
}
