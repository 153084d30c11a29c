// First values are drawn when somebody asks for them, and are the same whenever that is.
#include <doctest/doctest.h>
#include <thread>

#include <agon/agon.hpp>

using namespace agon;

namespace {

struct Net {
  static constexpr void build(Graph& g) {
    Weights w{.name = "G"};
    g.keep("output",
           apply<Seq<Conv<8, 3>, BatchNorm, Flatten, Linear<5>>>(w, g.add_input("input", Image<3, 6, 6>)));
  }
};
std::vector<float> numbers(Store<float>::Entry const& e) {
  return {e.memory.span().begin(), e.memory.span().end()};
}

}  // namespace

TEST_CASE("parameters are drawn when they are asked for") {
  Store<float> store(7), other(7);
  store.add(Compiled<Net>::program);
  other.add(Compiled<Net>::program);
  CHECK(store.place("G.0.weight")->untouched);
  CHECK_FALSE(store.place("G.1.running_mean")->untouched);  // zeros are there from the beginning
  CHECK(store.place("G.0.weights") == nullptr);

  auto const* weight = store.find("G.0.weight");
  CHECK_FALSE(weight->untouched);
  CHECK(store.place("G.3.weight")->untouched);
  CHECK(weight->memory.data()[0] != 0);

  for (auto const& e : other.entries()) {
    CHECK_FALSE(e.untouched);
    CHECK(numbers(e) == numbers(*store.find(e.name)));
  }
}

TEST_CASE("what was written stays") {
  Store<float> store(7);
  store.add(Compiled<Net>::program);
  auto* const e = store.place("G.0.weight");
  std::fill_n(e->memory.data(), e->memory.size(), 3.f);
  e->untouched = false;
  store.add(Compiled<Net>::program);
  CHECK(numbers(*store.find("G.0.weight")) == std::vector<float>(e->memory.size(), 3.f));
}

TEST_CASE("several threads may ask at once") {
  Store<float> one(7), many(7);
  one.add(Compiled<Net>::program);
  many.add(Compiled<Net>::program);
  std::vector<std::thread> threads;
  std::vector<std::vector<float>> seen(4);
  for (auto& s : seen) threads.emplace_back([&] { s = numbers(*std::as_const(many).find("G.3.weight")); });
  for (auto& t : threads) t.join();
  for (auto const& s : seen) CHECK(s == numbers(*one.find("G.3.weight")));
}

namespace {

/// Keeps the numbers as a device would: elsewhere, one larger with each step.
class Elsewhere : public Keeper {
 public:
  explicit Elsewhere(Store<float>& store) : store_(&store), entry_(store.find("G.0.bias")) {}
  void fetch() {
    if (store_->is_away()) return;
    held_ = numbers(*entry_);
    store_->hand_over();
  }
  void step() {
    for (float& x : held_) x += 1;
  }
  void give_back() override {
    ++given_back;
    if (fails) throw Error("device", "it is lost");
    std::copy(held_.begin(), held_.end(), entry_->memory.data());
  }
  int given_back = 0;
  bool fails = false;

 private:
  Store<float>* store_;
  Store<float>::Entry* entry_;
  std::vector<float> held_;
};

}  // namespace

namespace {
struct Shifted {
  static constexpr void build(Graph& g) {
    Weights w{.name = "G"};
    g.keep("output", apply<Seq<Linear<5>>>(w, g.add_input("input", Features<3>)));
  }
};
}  // namespace

TEST_CASE("numbers that somebody keeps are back when anybody asks, or a program runs here") {
  Store<float> store;
  Cpu::Engine<Shifted> engine(store, 1);
  Elsewhere& keeper = store.keeper<Elsewhere>();
  CHECK(&store.keeper<Elsewhere>() == &keeper);
  for (float& x : engine.input("input")) x = 0;
  keeper.fetch();
  keeper.step();
  CHECK(store.is_away());
  engine.run({});
  CHECK(!store.is_away());
  CHECK(engine.output("output")[2] == 1);
  engine.run({});
  CHECK(keeper.given_back == 1);

  keeper.fetch();
  keeper.step(), keeper.step();
  keeper.fails = true;
  CHECK_THROWS_WITH_AS(store.find("G.0.bias"), "device: it is lost", Error);
  CHECK(store.is_away());  // and not taken for what is here
  keeper.fails = false;
  CHECK(numbers(*store.find("G.0.bias"))[0] == 3);
}
