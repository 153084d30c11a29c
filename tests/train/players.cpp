// Optimisers of their own for the players, and models made with other optimisers than Adam.
#include <doctest/doctest.h>
#include <type_traits>

#include <agon/data/digits.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/train/accumulate.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/players.hpp>
#include <agon/train/rmsprop.hpp>

using namespace agon;

template <class Optimiser>
using Model =
    DCGAN<DCGANGenerator28<1, 4>, DCGANDiscriminator28<4>, nonsaturating, Features<16>, Cpu, Optimiser>;

/// Do all numbers of the two models agree, of the networks whose names begin so?
static bool equal(auto& a, auto& b, std::string const& prefix) {
  bool same = true;
  for (auto const& e : a.store().entries())
    if (e.name.starts_with(prefix)) {
      auto const* const other = b.store().find(e.name);
      same = same && other && std::memcmp(e.memory.data(), other->memory.data(), 4 * e.memory.size()) == 0;
    }
  return same;
}
static void run(auto& model, long steps) {
  static auto const digits = data::digits(32);
  train(model, digits, {.batch = 8, .steps = steps, .quiet = true});
}

TEST_CASE("one optimiser, or the same one for each player") {
  Model<Adam> one{{.rate = 1e-3, .beta1 = 0}};
  Model<Players<Adam>> two{{.optimiser = {.g = {.rate = 1e-3, .beta1 = 0}, .d = {.rate = 1e-3, .beta1 = 0}}}};
  run(one, 3);
  run(two, 3);
  CHECK(equal(one, two, ""));
}

TEST_CASE("a player at rate zero stands still") {
  Model<Players<Adam>> fresh, model{{.optimiser = {.g = {.rate = 0}, .d = {.rate = 4e-4}}}};
  run(model, 2);
  CHECK(equal(model, fresh, "G.main.0.weight"));
  CHECK(!equal(model, fresh, "D.main.0.weight"));
}

TEST_CASE("of different kinds") {
  constexpr Players both{.g = Adam{.rate = 1e-4}, .d = RMSProp{.rate = 5e-5}};
  static_assert(std::is_same_v<decltype(both), Players<Adam, RMSProp> const>);
  Model<Players<Adam, RMSProp>> model{{.optimiser = both, .seed = 3}};
  run(model, 2);
  CHECK(model.store().find("optimizer.exp_avg.G.main.0.weight"));
  CHECK(model.store().find("optimizer.square_avg.D.main.0.weight"));
  CHECK(!model.store().find("optimizer.exp_avg.D.main.0.weight"));
  CHECK(std::isfinite(model.value("loss.G")));
}

TEST_CASE("a rate by schedule: after warming up and before decay, it is the rate") {
  Model<Adam> plain{{.rate = 2e-4}}, scheduled{{.rate = 2e-4 * warm_up(1) * linear_decay(2, 3)}};
  run(plain, 3);
  run(scheduled, 3);
  CHECK(equal(plain, scheduled, "G"));
  run(plain, 4);
  run(scheduled, 4);
  CHECK(!equal(plain, scheduled, "G.main.0.weight"));
}

TEST_CASE("two parts of a batch for each step: nothing moves before the second") {
  Model<Accumulated<Adam>> fresh{{.optimiser = {.parts = 2}}}, model{{.optimiser = {.parts = 2}}};
  run(model, 1);
  CHECK(equal(model, fresh, "G.main.0.weight"));
  CHECK(equal(model, fresh, "optimizer.exp_avg"));
  CHECK(!equal(model, fresh, "optimizer.gradient.D"));
  run(model, 2);
  CHECK(!equal(model, fresh, "G.main.0.weight"));
  CHECK(!equal(model, fresh, "optimizer.exp_avg.D"));
}
