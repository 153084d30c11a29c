#include <cstring>
#include <doctest/doctest.h>
#include <map>

#include <agon/system/cyclegan.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/players.hpp>

#include "data/temporary.hpp"
#include "support/values.hpp"

using namespace agon;

namespace {

template <int Channels>
struct Translator : Seq<Conv<4, 3, 2>, ReLU, ConvTranspose<Channels, 4, 2>, Tanh> {};
struct Judge : Seq<Conv<4, 4, 2>, LeakyReLU<0.2>, Conv<1, 3>> {};

constexpr Shape gray = Image<1, 8, 8>, colour = Image<3, 8, 8>;

using Model = CycleGAN<Translator<1>, Judge, gray>;
// From gray to colour and back; identity has no meaning, and the averages of the generators draw.
inline constexpr auto without_identity = lsgan + 10 * cycle_consistency;
using Painter =
    CycleGAN<Translator<3>, Judge, gray, without_identity, Cpu, Players<Averaged<Adam>, Adam>, Translator<1>>;
static_assert(Painter::shape_b == colour);

Array4 noise(char const* name, long n, Shape d, std::uint32_t step = 1) {
  Array4 x = data::empty_batch(int(n), d);
  for (long k = 0; k < long(x.size()); ++k)
    x.data()[k] = float(test::noise(name, k / d.size(), k % d.size(), {1, step}));
  return x;
}
/// 12 pictures of A and 5 of B, of 10 pixels a side, shown as 8.
data::Unpaired noise_set() {
  data::Images const none{"noise", {gray, 2, {}}, {2, true}, {}, {}};
  data::Unpaired set{"noise", none, none, none.augmentation};
  for (int k = 0; k < 17; ++k) {
    data::Picture p(10, 10, 1);
    for (std::uint32_t i = 0; i < 100; ++i)
      p.interleaved[i] = std::uint8_t(draw({7, 0}, 1, std::uint32_t(k), i)[0]);
    (k < 12 ? set.a : set.b).pictures.add(p);
  }
  return set;
}

using Bits = std::map<std::string, std::vector<float>>;
Bits bits(Store<float> const& store, std::string_view begin = {}) {
  Bits all;
  for (auto const& e : store.entries())
    if (e.name.starts_with(begin)) all[e.name] = {e.memory.span().begin(), e.memory.span().end()};
  return all;
}

template <class Program>
void run_alone(Store<float>& store, std::initializer_list<char const*> networks) {
  Cpu::Engine<Program> engine(store, 2);
  auto const& p = Compiled<Program>::program;
  for (Terminal const& in : p.input)
    test::fill_with_noise(p.name(in.name), engine.input(p.name(in.name)), in.shape);
  for (char const* n : networks) Adam{}.set(engine, n, 1);
  engine.run({1, 1});
}

}  // namespace

TEST_CASE("every parameter of all four networks moves; each half of the step leaves the other's alone") {
  using Generators = CycleGANGenerators<Translator<1>, Translator<1>, Judge, cyclegan::objective, gray, Adam>;
  using Discriminators = CycleGANDiscriminators<Translator<1>, Judge, cyclegan::objective, gray, Adam>;
  Store<float> store(3);
  store.add(Compiled<Generators>::program);
  store.add(Compiled<Discriminators>::program);
  Bits const g = bits(store, "G_"), d = bits(store, "D_");
  CHECK(g.size() == 8);
  CHECK(d.size() == 8);
  run_alone<Generators>(store, {"G_A", "G_B"});
  Bits const moved = bits(store, "G_");
  for (auto const& [name, x] : g) CHECK_MESSAGE(moved.at(name) != x, name);
  CHECK(bits(store, "D_") == d);
  run_alone<Discriminators>(store, {"D_A", "D_B"});
  CHECK(bits(store, "G_") == moved);
  for (auto const& [name, x] : bits(store, "D_")) CHECK_MESSAGE(d.at(name) != x, name);
}

TEST_CASE("an objective without identity costs no pictures of it, and both domains may differ in shape") {
  auto keeps = [](auto const& p, std::string_view name) {
    for (Terminal const& t : p.output)
      if (p.name(t.name) == name) return true;
    return false;
  };
  auto convolutions = []<auto Objective>() {
    Graph g;
    CycleGANGenerators<Translator<1>, Translator<1>, Judge, Objective, gray, Adam>::build(g);
    long n = 0;
    for (std::size_t i = 0; i < g.node.size(); ++i)
      n += g.node[i].op == Op::conv || g.node[i].op == Op::conv_data || g.node[i].op == Op::conv_weight;
    return n;
  };
  // a generator's two convolutions, forward, back to the first one's result, and to the weights: 2 + 1 + 2
  long const all = convolutions.operator()<cyclegan::objective>(),
             no_identity = convolutions.operator()<without_identity>();
  CHECK(all - no_identity == 2 * 5);
  CHECK(keeps(
      Compiled<
          CycleGANGenerators<Translator<1>, Translator<1>, Judge, cyclegan::objective, gray, Adam>>::program,
      "identity.A"));

  Painter model{{.seed = 4}, 2};
  Array4 const a = noise("A", 2, gray), b = noise("B", 2, colour);
  for (int t = 0; t < 2; ++t) {
    model.feed(a, b);
    model.advance();
  }
  CHECK(model.value("cycle.B") > 0);
  CHECK_THROWS_WITH_AS(model.value("identity.A"),
                       "identity.A: no program of this step keeps a number of that name", Error);
  CHECK_THROWS_AS(model.value("fake.A"), Error);
  CHECK(model.a_to_b(a).shape(1) == 3);
  CHECK(model.b_to_a(b).shape(1) == 1);
  Array4 const before = model.a_to_b(a);
  for (auto& e : model.store().entries())  // it is the average that draws
    if (e.name.starts_with("G_A.")) std::memset(e.memory.data(), 0, e.memory.size() * sizeof(float));
  CHECK(model.a_to_b(a) == before);
}

TEST_CASE("what the step says of the cycle is what the generators do; pictures do not depend on neighbours") {
  Model model{{.rate = 0, .seed = 5}};
  Array4 const a = noise("A", 3, gray), b = noise("B", 3, gray);
  model.feed(a, b);
  Report const r = model.advance();
  CycleError const e = model.cycle_error(a, b);
  CHECK(model.value("cycle.A") == doctest::Approx(e.a).epsilon(1e-5));
  CHECK(model.value("cycle.B") == doctest::Approx(e.b).epsilon(1e-5));
  CHECK(e.a != e.b);
  CHECK(r.loss_g == doctest::Approx(model.value("loss.G_A") + model.value("loss.G_B")));
  CHECK(r.loss_d == doctest::Approx(model.value("loss.D_A") + model.value("loss.D_B")));
  CHECK(model.value("identity.A") == doctest::Approx(metric::pixel_distance(model.b_to_a(a), a)));
  CHECK(model.value("identity.B") == doctest::Approx(metric::pixel_distance(model.a_to_b(b), b)));
  Array4 const all = model.a_to_b(a), one = model.a_to_b(noise("A", 1, gray));
  CHECK(std::equal(one.begin(), one.end(), all.begin()));
  data::Picture const sheet = model.picture(noise_set());
  CHECK(sheet.width == 6 * 8 + 5 * 2);
  CHECK(sheet.height == 4 * 8 + 3 * 2);
}

TEST_CASE("a batch that does not fit is refused, and what was fed before stays") {
  Model model;
  Array4 const a = noise("A", 2, gray), b = noise("B", 2, gray);
  model.feed(a, b);
  CHECK_THROWS_WITH_AS(model.feed(a, noise("B", 3, gray)),
                       "B: the batch is (3, 1, 8, 8) and should be (2, 1, 8, 8)", Error);
  CHECK_THROWS_WITH_AS(model.feed(noise("A", 2, colour), b),
                       "A: the batch is (2, 3, 8, 8) and should be (2, 1, 8, 8)", Error);
  CHECK_THROWS_WITH_AS(model.a_to_b(noise("A", 2, colour)),
                       "A: the batch is (2, 3, 8, 8) and should be (2, 1, 8, 8)", Error);
  CHECK(model.batch() == 2);
  Model same;
  same.feed(a, b);
  CHECK(model.advance().loss_g == same.advance().loss_g);
}

TEST_CASE("a run resumed is the same run bit by bit: parameters, moments, pools, rates and data") {
  TemporaryFolder const folder;
  data::Unpaired const set = noise_set();
  auto model = [](std::uint64_t seed) {
    return Model{{.rate = 1e-3 * cyclegan::rate(1, 2, 6), .seed = seed}, 5};
  };
  auto options = [&](long steps, std::string const& out) {
    return TrainOptions{.batch = 2, .steps = steps, .out = folder / out, .log_every = 0, .quiet = true};
  };
  auto whole = model(2), first = model(2), second = model(9);
  train(whole, set, options(14, "whole"));
  train(first, set, options(5, "part"));
  CHECK(first.pooled() == 5);
  CHECK(bits(first.store()) != bits(whole.store()));
  TrainOptions o = options(14, "rest");
  o.resume = folder / "part/checkpoint.safetensors";
  train(second, set, o);
  CHECK(bits(second.store()) == bits(whole.store()));
  CHECK(bits(second.store(), "pool.").size() == 4);

  Model other{{}, 6};
  CHECK(
      error_of([&] { other.load(o.resume); })
          .ends_with("its tensor pool.A.images is (5, 64) and this model's is (6, 64): it is a checkpoint of "
                     "another architecture"));
}

TEST_CASE("the pool's first pictures are those that were drawn first") {
  Model model;
  model.feed(noise("A", 2, gray), noise("B", 2, gray));
  model.advance();
  Array4 const fake = model.output("fake.B", gray);
  auto const pool = bits(model.store(), "pool.B").at("pool.B.images");
  CHECK(std::equal(fake.begin(), fake.end(), pool.begin()));
  CHECK(model.pooled() == 2);
}

TEST_CASE("the release's learning rate: constant, then linear, epoch by epoch") {
  Schedule const rate = 2e-4 * cyclegan::rate(100, 100, 7);
  for (long e : {0, 50, 99, 100, 101, 150, 199})
    for (long step : {7 * e, 7 * e + 6})
      CHECK(rate(step) == doctest::Approx(2e-4 * (1 - double(std::max(0l, e + 1 - 100)) / 101)));
  CHECK(cyclegan::rate(0, 1, 1)(0) == doctest::Approx(0.5));
  CHECK_THROWS_AS(cyclegan::rate(-1, 5, 1), Error);
  CHECK_THROWS_AS(cyclegan::rate(3, 0, 1), Error);
}
