// The balance of the game: D alone at first, the stronger player held, and an end near one half. What is held
// stands still, schedules count a player's own steps, and a resumed run is the same run.
#include <doctest/doctest.h>
#include <tuple>
#include <utility>

#include <agon/data/digits.hpp>
#include <agon/data/scenes.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/system/pix2pix.hpp>
#include <agon/train/accumulate.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/players.hpp>
#include <agon/train/sgd.hpp>

#include "../data/temporary.hpp"

using namespace agon;

// clang-format off
struct G : Seq<Linear<16>, LeakyReLU<0.2>, Linear<64>, Tanh, Reshape<1, 8, 8>> {};
struct D : Seq<Flatten, Linear<16>, LeakyReLU<0.2>, Linear<1>> {};
// clang-format on
template <class Optimiser = Adam, GANRecipe How = GANRecipe{}>
using Model = GAN<G, D, nonsaturating, Features<4>, Cpu, Optimiser, How>;
constexpr GANRecipe in_turns{.moves = GANRecipe::Moves::in_turns};

/// All numbers of the networks and moments whose names have that piece in them.
static std::vector<float> numbers(auto& model, std::string const& piece) {
  std::vector<float> all;
  for (auto const& e : model.store().entries())
    if (e.name.find(piece) != e.name.npos)
      all.insert(all.end(), e.memory.span().begin(), e.memory.span().end());
  REQUIRE(!all.empty());
  return all;
}
static data::Images const& digits() {
  static data::Images const set = data::digits(40, {.size = 8});
  return set;
}
static std::string bytes(std::string const& path) {
  auto const all = data::read_file(path);
  return {all.begin(), all.end()};
}
/// The logged numbers of a run by name, one for each step.
static std::vector<double> logged(std::string const& out, char const* name) {
  std::vector<double> all;
  for (LogLine const& line : read_json_lines(log_path(out)))
    if (double const* const value = line.find(name)) all.push_back(*value);
  return all;
}

TEST_CASE("a held player stands still, and his optimiser counts his own steps") {
  Model<SGD> model{{.optimiser = {.rate = 0.1 * drop(1, 0)}}};  // one step each
  data::Batches batches(digits(), 8);
  auto g = numbers(model, "G."), d = numbers(model, "D.");
  auto const moves = [&](Held who) {
    model.feed(batches.next());
    model.hold(who);
    model.advance();
    auto const was_g = std::exchange(g, numbers(model, "G.")), was_d = std::exchange(d, numbers(model, "D."));
    return std::pair(g != was_g, d != was_d);
  };
  CHECK(moves({.g = true}) == std::pair(false, true));
  CHECK(moves({.g = true, .d = true}) == std::pair(false, false));
  CHECK(moves({.d = true}) == std::pair(true, false));
  CHECK(moves({}) == std::pair(false, false));
  CHECK(model.game() == Game{.held_g = 2, .held_d = 2});
}

TEST_CASE_TEMPLATE("the first steps are D's alone, however the players move", M, Model<>,
                   Model<Players<Accumulated<Adam>, Adam>>, Model<Adam, in_turns>) {
  M fresh, model;
  TrainOptions o{.batch = 8, .steps = 3, .quiet = true, .pretrain_d = 3};
  train(model, digits(), o);
  CHECK(numbers(model, "G.") == numbers(fresh, "G."));
  CHECK(numbers(model, "D.") != numbers(fresh, "D."));
  CHECK(model.game().held_g == 3);
  CHECK(!model.held().g);
  o.steps = 4;
  train(model, digits(), o);
  CHECK(numbers(model, "G.0") != numbers(fresh, "G.0"));
  CHECK(model.game().held_g == 3);
}

TEST_CASE("parts of a batch wait for a player that is held between them") {
  Model<Players<Accumulated<SGD>, SGD>> model{{.optimiser = {.g = {.optimiser = {.rate = 0.1}, .parts = 2}}}};
  data::Batches batches(digits(), 8);
  auto const step = [&](bool held) {
    model.feed(batches.next());
    model.hold({.g = held});
    model.advance();
  };
  step(false);
  auto const sums = numbers(model, "optimizer.gradient.G.");
  Model<Players<Accumulated<SGD>, SGD>> fresh;
  auto const moved = [&] {
    return std::memcmp(model.store().find("G.0.weight")->memory.data(),
                       fresh.store().find("G.0.weight")->memory.data(), 64 * sizeof(float)) != 0;
  };
  step(true);
  CHECK(!moved());
  CHECK(numbers(model, "optimizer.gradient.G.") == sums);
  step(false);
  CHECK(numbers(model, "optimizer.gradient.G.") != sums);
  CHECK(moved());
}

TEST_CASE("a critic's turns begin after its steps alone") {
  Model<Adam, in_turns> model{{.critic = {.usual = 3}}};
  data::Batches batches(digits(), 8);
  std::string moved;
  auto g = numbers(model, "G.");
  for (int t = 1; t <= 10; ++t) {
    model.feed(batches.next());
    model.hold({.g = t <= 2 || t == 6});
    model.advance();
    auto const was = std::exchange(g, numbers(model, "G."));
    moved += g == was ? '.' : 'G';
  }
  CHECK(moved == "....G...G.");
}

TEST_CASE("pix2pix has it too") {
  auto const scenes = data::scenes(8, {.size = 16});
  using M = Pix2Pix<Seq<Conv<3, 3, 1>, Tanh>, Seq<Conv<1, 4, 2>>, Image<3, 16, 16>>;
  M fresh, model;
  train(model, scenes, {.batch = 4, .steps = 2, .quiet = true, .pretrain_d = 2});
  CHECK(numbers(model, "G.") == numbers(fresh, "G."));
  CHECK(numbers(model, "D.") != numbers(fresh, "D."));
}

TEST_CASE("the rule: bounds, and a moving average") {
  Balance const rule{.d_above = 0.8, .g_below = 0.6, .memory = 0.5};
  Game game;
  auto const held = [&](double accuracy) {
    rule.note(game, accuracy);
    Held const h = rule.held(game);
    return std::string(h.d ? "D" : "") + (h.g ? "G" : "");
  };
  CHECK(!rule.held(game).d);
  CHECK(!rule.held(game).g);
  CHECK(held(0.9) == "D");  // 0.9
  CHECK(held(0.65) == "");  // (0.9 + 2 * 0.65) / 3 = 0.733
  CHECK(held(0.4) == "G");  // (0.9 + 2 * 0.65 + 4 * 0.4) / 7 = 0.543
  CHECK(held(0.7) == "");   // 0.627
  CHECK(held(1) == "D");    // 0.819
  CHECK(Balance{}.is_on() == false);
  for (double a : {0.0, 1.0}) {
    Game other;
    Balance{}.note(other, a);
    CHECK(!Balance{}.held(other).d);
    CHECK(!Balance{}.held(other).g);
  }
}

TEST_CASE("the stronger player is held, it is logged, and a resumed run is the same") {
  TemporaryFolder const out;
  TrainOptions o{.batch = 8,
                 .steps = 60,
                 .out = out / "whole",
                 .log_every = 1,
                 .quiet = true,
                 .pretrain_d = 7,
                 .balance = {.d_above = 0.7, .g_below = 0.6, .memory = 0.8},
                 .stop_near_half = {.steps = 1000}};
  auto const options = [](std::uint64_t seed) { return Model<>::Options{.rate = 2e-3, .seed = seed}; };
  Model<> whole{options(5)};
  train(whole, digits(), o);
  CHECK(whole.step() == 60);
  auto const d = logged(o.out, "held_d"), g = logged(o.out, "held_g"), a = logged(o.out, "accuracy");
  REQUIRE(d.size() == 60);
  Game game;
  long in_turn = 0;
  for (std::size_t t = 0; t < 60; ++t) {
    Held const h = t < 7 ? Held{.g = true} : o.balance.held(game);
    CHECK(d[t] == h.d);
    CHECK(g[t] == h.g);
    in_turn += !h.d && !h.g;
    game.held_d += h.d;
    game.held_g += h.g;
    o.balance.note(game, a[t]);
  }
  game.near_half = whole.game().near_half;
  CHECK(whole.game() == game);
  CHECK(game.held_d > 5);  // all of it happens
  CHECK(game.held_g > 7 + 2);
  CHECK(in_turn > 0);

  for (long at : {4l, 30l}) {
    CAPTURE(at);
    o.out = out / ("parts" + std::to_string(at));
    o.resume = "";
    o.steps = at;
    {
      Model<> first{options(5)};
      train(first, digits(), o);
    }
    Model<> second{options(9)};
    o.resume = checkpoint_path(o.out);
    o.steps = 60;
    train(second, digits(), o);
    CHECK(second.game() == game);
    CHECK(bytes(checkpoint_path(o.out)) == bytes(checkpoint_path(out / "whole")));
    CHECK(logged(o.out, "held_d") == d);
  }
}

TEST_CASE("near one half for long enough, training is over, and so it is for a resumed run") {
  TemporaryFolder const out;
  TrainOptions o{.batch = 8,
                 .steps = 50,
                 .out = out / "run",
                 .quiet = true,
                 .pretrain_d = 3,
                 .stop_near_half = {.steps = 4, .width = 0.5}};
  Model<> model;
  train(model, digits(), o);
  CHECK(model.step() == 3 + 4);
  Model<> again;
  o.resume = checkpoint_path(o.out);
  train(again, digits(), o);
  CHECK(again.step() == 7);
  o.stop_near_half.steps = 6;
  train(again, digits(), o);
  CHECK(again.step() == 9);

  Game game;
  NearHalf const end{.steps = 2, .width = 0.1};
  for (auto [real, fake, count] :
       {std::tuple(0.55, 0.45, 1l), {0.61, 0.5, 0l}, {0.5, 0.59, 1l}, {0.41, 0.41, 2l}}) {
    CHECK(!end.reached(game));
    end.note(game, real, fake);
    CHECK(game.near_half == count);
  }
  CHECK(end.reached(game));
  end.note(game, 0.5, 0.39);
  CHECK(game.near_half == 0);
}

/// What training says to such options.
static std::string refused(TrainOptions o) {
  Model<> model;
  o.batch = 8, o.steps = 1, o.quiet = true;
  try {
    train(model, digits(), o);
  } catch (Error const& e) {
    return e.what();
  }
  return "";
}
TEST_CASE("what makes no sense is refused") {
  CHECK(refused({.pretrain_d = -1}) == "pretrain_d: is -1 steps; give 0 or more");
  CHECK(refused({.balance = {.d_above = 0.5, .g_below = 0.6}}) ==
        "balance: G is held below an accuracy of 0.6 and D above 0.5; give 0 <= g_below <= d_above <= 1");
  CHECK(refused({.balance = {.d_above = 85}}) != "");
  CHECK(refused({.balance = {.g_below = NAN}}) != "");
  CHECK(refused({.balance = {.memory = 1}}) == "balance: its memory is 1, not in [0, 1)");
  CHECK(refused({.stop_near_half = {.steps = -2}}) == "stop_near_half: after -2 steps; give 0 or more");
  CHECK(refused({.stop_near_half = {.width = 0.6}}) == "stop_near_half: its width is 0.6, not in [0, 0.5]");
}

/// A model with the loop's members and no more: nobody can be held in it.
struct Plain {
  Model<> model;
  void feed(data::ImageBatch const& b) { model.feed(b); }
  void launch() { model.launch(); }
  Report report() const { return model.report(); }
  data::Picture picture(data::Images const& set) const { return model.picture(set); }
  void save(std::string const& path, data::Position p) const { model.save(path, p); }
  data::Position load(std::string const& path) { return model.load(path); }
  long step() const { return model.step(); }
  std::uint64_t seed() const { return model.seed(); }
  void prepare(long batch) { model.prepare(batch); }
};
TEST_CASE("a model of somebody else's trains as ever, and says so if it cannot be held") {
  Plain plain;
  train(plain, digits(), {.batch = 8, .steps = 2, .quiet = true});
  CHECK(plain.step() == 2);
  CHECK_THROWS_AS(train(plain, digits(), {.batch = 8, .steps = 3, .quiet = true, .pretrain_d = 3}), Error);
  CHECK(plain.step() == 2);
}

TEST_CASE("a checkpoint whose game makes no sense is refused") {
  TemporaryFolder const folder;
  Model<> model;
  data::Batches batches(digits(), 8);
  for (int t = 0; t < 3; ++t) {
    model.feed(batches.next());
    model.advance();
  }
  model.game() = {.held_g = 3, .held_d = 1, .accuracy = 0.1 + 0.2, .weight = 0.75, .near_half = 2};
  model.save(folder / "x");
  Model<> other;
  other.load(folder / "x");
  CHECK(other.game() == model.game());
  model.game().weight = 1.5;
  model.save(folder / "y");
  CHECK_THROWS_WITH_AS(
      other.load(folder / "y"),
      (folder / "y: its metadata say \"1.5\" for agon.game.weight, and a number from 0 to 1 is needed")
          .c_str(),
      Error);
  CHECK(other.game().weight == 0.75);
  model.game() = {.held_g = 4, .weight = 1};
  model.save(folder / "y");
  CHECK_THROWS_WITH_AS(
      other.load(folder / "y"),
      (folder / "y: its metadata say \"4\" for agon.game.held_g, and a whole number from 0 to 3 is needed")
          .c_str(),
      Error);
}

TEST_CASE("what is trained, in a line for each network or in tables") {
  Model<> model;
  CHECK(describe(model.store()) == "G: 1,168 parameters in 2 layers\nD: 1,057 parameters in 2 layers\n");
  std::string const text = model.summary();
  CHECK(text.starts_with("G\nname"));
  CHECK(text.find("\nD\nname") != text.npos);
  CHECK(text.find("1,168") != text.npos);
  CHECK(text.find("1,057") != text.npos);
}
