#include <cmath>
#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/data/dilate.hpp>
#include <agon/data/halves.hpp>
#include <agon/loss/adaptation.hpp>
#include <agon/system/cogan.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/players.hpp>

#include "data/temporary.hpp"

using namespace agon;

namespace {

struct Generator : Initial<cogan::Begin, Shared<"generator", Linear<24>, PlainBatchNorm, PReLU<>>,
                           Linear<784>, Sigmoid, Reshape<1, 28, 28>> {};
struct Discriminator
    : Initial<cogan::Begin, Flatten, Linear<12>, Shared<"discriminator", PReLU<>, Linear<2>>> {};
struct ClassJudge : Initial<cogan::Begin, Flatten, Linear<12>, Let<"features", Shared<"tail", PReLU<>>>,
                            Aside<"classes", Shared<"classes", Linear<10>>>, Shared<"head", Linear<2>>> {};

using Model = CoGAN<Generator, Discriminator, nonsaturating, uniform_latent<6>(-1, 1), Cpu,
                    WeightDecay<Adam, Decayed::weights>>;
inline constexpr auto adapt =
    nonsaturating + 0.01 * pair_distance<"features"> + 10 * source_cross_entropy<"classes">;
using Adapted = CoGAN<Generator, ClassJudge, adapt, Features<6>, Cpu, Adam, cogan::adaptation>;

/// All parameters of networks whose names begin so.
std::vector<float> numbers(auto& model, std::string_view begin) {
  std::vector<float> all;
  for (auto const& e : model.store().entries())
    if (e.name.starts_with(begin)) all.insert(all.end(), e.memory.span().begin(), e.memory.span().end());
  return all;
}

data::Unpaired domains(int count = 64) { return data::halves(data::digits(count), data::rim); }

}  // namespace

static_assert(Model::pair == Image<2, 28, 28> && Model::image == Image<1, 28, 28>);

TEST_CASE("a step moves both players, each pair's shared layers as one, and all of a's and b's own") {
  Model model{{.optimiser = {.decay = 5e-4}}};
  data::Unpaired const set = domains();
  data::Batches batches(set, 8);
  long shared = 0;
  for (auto const& e : model.store().entries()) {
    bool const of_pair = e.name.starts_with("G.generator.") || e.name.starts_with("D.discriminator.");
    bool const own = e.name.starts_with("G.a.") || e.name.starts_with("G.b.") || e.name.starts_with("D.a.") ||
                     e.name.starts_with("D.b.") || e.name.starts_with("optimizer.");
    CHECK((of_pair || own));
    shared += of_pair && e.slot.role == Role::parameter;
  }
  CHECK(shared == 3 + 3);  // weight, bias and slope: once, for both
  for (int k = 0; k < 3; ++k) {
    for (char const* part : {"G.generator", "G.a", "G.b", "D.discriminator", "D.a", "D.b"}) {
      INFO(part);
      Model before{{.optimiser = {.decay = 5e-4}}};
      CHECK(numbers(before, part).size() == numbers(model, part).size());
      CHECK((numbers(before, part) == numbers(model, part)) == (k == 0));
    }
    model.feed(batches.next());
    Report const r = model.advance();
    CHECK(std::isfinite(r.loss_g));
    CHECK(r.real > 0);
    CHECK(r.real < 1);
  }
}

TEST_CASE("pairs: of one latent, apart in domains, and in [-1, 1]") {
  Model model{{.seed = 2}};
  data::DomainBatch const pairs = model.sample(5, 7), later = model.sample(3, 7, 2);
  CHECK(pairs.a.shape() == Array4::shape_type{5, 1, 28, 28});
  CHECK(pairs.b.shape() == pairs.a.shape());
  CHECK(pairs.a != pairs.b);
  for (std::size_t i = 0; i < 784; ++i) {
    CHECK(pairs.a.data()[3 * 784 + i] == later.a.data()[784 + i]);
    CHECK(pairs.b.data()[3 * 784 + i] == later.b.data()[784 + i]);
    CHECK(std::abs(pairs.b.data()[i]) <= 1);
  }
  // The ends alone tell the pictures apart: with equal ones pairs are twins.
  for (char const* name : {"1.weight", "1.bias"}) {
    auto const from = model.store().find(std::string("G.a.") + name)->memory.span();
    std::copy(from.begin(), from.end(),
              model.store().find(std::string("G.b.") + name)->memory.span().begin());
  }
  data::DomainBatch const twins = model.sample(5, 7);
  CHECK(twins.a == twins.b);
  CHECK(twins.a == pairs.a);
  data::Picture const grid = Model::picture(pairs);
  CHECK(grid.width == 10 * 30 - 2);
  CHECK(grid.height == 28);
}

TEST_CASE("batches that do not fit") {
  Model model;
  Array4 const a = data::empty_batch(4, Image<1, 28, 28>), fewer = data::empty_batch(3, Image<1, 28, 28>),
               small = data::empty_batch(4, Image<1, 27, 28>);
  CHECK(error_of([&] { model.feed(a, fewer); }) ==
        "b: the batch is (3, 1, 28, 28) and should be (4, 1, 28, 28)");
  CHECK(error_of([&] { model.feed(small, a); }) ==
        "a: the batch is (4, 1, 27, 28) and should be (4, 1, 28, 28)");
}

TEST_CASE("a run, resumed, is the same run bit by bit; another system's checkpoint is refused") {
  TemporaryFolder const folder;
  data::Unpaired const set = domains(50);  // an epoch of 3 batches
  Model whole{{.optimiser = {.decay = 5e-4}}}, first{{.optimiser = {.decay = 5e-4}}},
      second{{.optimiser = {.decay = 5e-4}, .seed = 77}};
  TrainOptions o{.batch = 8, .steps = 9, .out = folder / "whole", .quiet = true};
  train(whole, set, o);
  o.steps = 4, o.out = folder / "part";
  train(first, set, o);
  o.steps = 9, o.resume = folder / "part/checkpoint.safetensors";
  train(second, set, o);
  CHECK(numbers(whole, "") == numbers(second, ""));
  CHECK(numbers(whole, "") != numbers(first, ""));
  CHECK(error_of([&] { Adapted{}.load(o.resume); }).find("another architecture") != std::string::npos);
}

TEST_CASE("classes learned in one domain are told in both") {
  Adapted model{{.rate = 2e-3, .seed = 4}};
  data::Unpaired const set = data::unpaired(data::digits(200), data::digits(200, {.seed = 2}));
  data::Batches batches(set, 32);
  for (int k = 0; k < 100; ++k) {
    model.feed(batches.next());
    model.advance();
  }
  double const a = model.accuracy(set.a, Domain::a);
  MESSAGE("right in a: " << a << ", in b: " << model.accuracy(set.b, Domain::b));
  CHECK(a > 0.8);
  // With a's first layer in place of b's, both say the same.
  std::vector<std::int32_t> const by_a = model.predict(data::take(set.a, 0, 20).images, Domain::a);
  for (char const* name : {"1.weight", "1.bias"}) {
    auto const from = model.store().find(std::string("D.a.") + name)->memory.span();
    std::copy(from.begin(), from.end(),
              model.store().find(std::string("D.b.") + name)->memory.span().begin());
  }
  CHECK(model.predict(data::take(set.a, 0, 20).images, Domain::b) == by_a);
  data::DomainBatch batch = batches.next();
  batch.labels[2] = 10;
  CHECK(error_of([&] { model.feed(batch); }) == "label: there is a label 10, and classes 0 to 9");
}
