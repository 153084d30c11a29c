// The moving average of a generator: its numbers, its place in checkpoints, and that models draw with it.
#include <doctest/doctest.h>
#include <map>

#include <agon/data/digits.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/players.hpp>

#include "data/temporary.hpp"

using namespace agon;

using G = DCGANGenerator28<1, 4>;
template <class Optimiser>
using ModelOf = DCGAN<G, DCGANDiscriminator28<4>, nonsaturating, Features<16>, Cpu, Optimiser>;
using Model = ModelOf<Players<Averaged<Adam>, Adam>>;

static auto const& digits() {
  static auto const all = data::digits(32);
  return all;
}
static void run(auto& model, long steps) {
  train(model, digits(), {.batch = 8, .steps = steps, .quiet = true});
}
/// The numbers of a network by the rest of their names, its moments left out.
static std::map<std::string, std::vector<float>> numbers(auto& model, std::string const& network) {
  std::map<std::string, std::vector<float>> r;
  for (auto const& e : model.store().entries())
    if (e.name.starts_with(network + "."))
      r[e.name.substr(network.size())].assign(e.memory.span().begin(), e.memory.span().end());
  return r;
}
static std::vector<char> bytes(std::string const& path) {
  auto const b = data::read_file(path);
  return {b.begin(), b.end()};
}

TEST_CASE("it begins as the generator does, follows its formula, and leaves training as it is") {
  Model model{{.optimiser = {.g = {.optimiser = {.rate = 1e-3}, .decay = 0.75}}}};
  ModelOf<Players<Adam>> plain{{.optimiser = {.g = {.rate = 1e-3}}}};
  auto average = numbers(model, "G_ema");
  CHECK(average == numbers(model, "G"));
  CHECK(numbers(model, "D_ema").empty());
  CHECK(average.contains(".main.1.running_var"));
  for (long t = 1; t <= 3; ++t) {
    run(model, t);
    run(plain, t);
    auto found = numbers(model, "G_ema");
    double worst = 0;
    for (auto const& [name, now] : numbers(model, "G"))
      for (std::size_t i = 0; i < now.size(); ++i) {
        float& e = average[name][i];
        e = 0.75f * e + 0.25f * now[i];
        worst = std::max(worst, double(std::abs(e - found[name][i])));
      }
    CHECK(worst < 1e-6);
    average = found;
  }
  CHECK(numbers(model, "G") == numbers(plain, "G"));
  CHECK(numbers(model, "D") == numbers(plain, "D"));
  CHECK(numbers(model, "G_ema") != numbers(model, "G"));
}

TEST_CASE("up to its start it is a copy") {
  Model model{{.optimiser = {.g = {.decay = 0.75, .start = 2}}}};
  run(model, 2);
  CHECK(numbers(model, "G_ema") == numbers(model, "G"));
  run(model, 3);
  CHECK(numbers(model, "G_ema") != numbers(model, "G"));
}

TEST_CASE("half-life") {
  CHECK(half_life(10'000, 10'000) == 0.5);
  CHECK(std::pow(half_life(10'000, 32), 10'000.0 / 32) == doctest::Approx(0.5));
}

TEST_CASE("models draw with it, and so may a program of its own, from a checkpoint") {
  TemporaryFolder const folder;
  Model model{{.optimiser = {.g = {.decay = 0.5}}}};
  run(model, 2);
  Array4 const z = Model::noise(3, 7, 0), drawn = model.sample(3, 7);
  auto same = [&](Array4 const& x) { return std::equal(x.begin(), x.end(), drawn.begin()); };
  model.save(folder / "x");
  for (char const* network : {"G_ema", "G"}) {
    Store<float> store(9);
    Inference<G, Features<16>, Cpu, "G_ema"> const average(store);
    Inference<G, Features<16>, Cpu, "G"> const latest(store);
    load_parameters(store, folder / "x", network);
    CHECK(same(average(z)) == (std::string_view(network) == "G_ema"));
    CHECK(!same(latest(z)));
  }
}

TEST_CASE("a resumed run is the same run, bit for bit") {
  TemporaryFolder const folder;
  Model::Options const options{
      .optimiser = {.g = {.optimiser = {.rate = 1e-3 * warm_up(4)}, .decay = 0.9, .start = 1},
                    .d = {.rate = 1e-3 * linear_decay(1, 6)}}};
  TrainOptions o{.batch = 8, .steps = 5, .out = folder / "whole", .quiet = true};
  Model whole(options), first(options), second(options);
  train(whole, digits(), o);
  o.out = folder / "parts";
  o.steps = 2;
  train(first, digits(), o);
  o.steps = 5;
  o.resume = checkpoint_path(o.out);
  train(second, digits(), o);
  CHECK(bytes(folder / "whole/checkpoint.safetensors") == bytes(folder / "parts/checkpoint.safetensors"));
  CHECK(bytes(folder / "whole/step-0000005.png") == bytes(folder / "parts/step-0000005.png"));
}
