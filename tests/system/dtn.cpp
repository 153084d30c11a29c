#include <cmath>
#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/data/mnist_m.hpp>
#include <agon/data/scenes.hpp>
#include <agon/layer/layers.hpp>
#include <agon/system/classifier.hpp>
#include <agon/system/dtn.hpp>
#include <agon/train/loop.hpp>

#include "data/temporary.hpp"

using namespace agon;

namespace {
struct Sees : Initial<Xavier, NoBias<Conv<4, 4, 2>>, BatchNorm, Tanh, Conv<6, 4, 4, 0>, BatchNorm, Tanh,
                      Flatten, Linear<8>> {};
struct Decoder : Seq<Linear<32>, Reshape<8, 2, 2>, BatchNorm, ReLU, ConvTranspose<4, 4, 2>, ReLU,
                     ConvTranspose<1, 4, 4, 0>, Tanh> {};
struct Judge : Seq<Conv<6, 4, 4, 0>, LeakyReLU<0.2>, Conv<3, 4, 1, 0>> {};

constexpr Shape street = Image<3, 16, 16>;
using Source = Classifier<Sees, 10, street>;
using Model = DTN<Sees, Decoder, Judge, street>;
static_assert(Model::target == Image<1, 16, 16>);

data::Unpaired pictures() {
  auto const source = data::digits(40, {.size = 16});
  return data::unpaired(data::mnist_m(source, data::scenes(2, {.size = 24}).targets),
                        data::digits(60, {.size = 16, .seed = 2}));
}
/// A checkpoint of a classifier of the source that has seen some steps.
std::string classifier(TemporaryFolder const& folder) {
  data::Unpaired const set = pictures();
  Source c;
  data::Batches batches(set.a, 10);
  for (int k = 0; k < 5; ++k) {
    c.feed(batches.next());
    c.advance();
  }
  c.save(folder / "c");
  return folder / "c";
}
/// All numbers of networks whose names begin so.
std::vector<float> numbers(auto& model, std::string_view begin) {
  std::vector<float> all;
  for (auto const& e : model.store().entries())
    if (e.name.starts_with(begin)) all.insert(all.end(), e.memory.span().begin(), e.memory.span().end());
  return all;
}
}  // namespace

TEST_CASE("f comes out of a classifier, of a DTN, or of a file of its own; without it nothing goes") {
  TemporaryFolder const folder;
  std::string const file = classifier(folder);
  data::Unpaired const set = pictures();
  auto const batch = data::take(set, 0, 8);
  Model model;
  model.feed(batch);
  std::string const never =
      "f: was never loaded; train a Classifier of the source, save it, and give load_f its file";
  CHECK(error_of([&] { model.advance(); }) == never);
  CHECK(error_of([&] { model.translate(batch.a); }) == never);
  CHECK(model.step() == 0);

  Source c{{.seed = 9}};
  c.load(file);
  model.load_f(file);
  CHECK(numbers(model, "f.") == numbers(c, "C.body."));
  CHECK(numbers(model, "f.").size() > 500);
  model.advance();
  CHECK(numbers(model, "f.") == numbers(c, "C.body."));
  model.save(folder / "d");

  Model other{{.seed = 5}};
  other.load_f(folder / "d");
  CHECK(numbers(other, "f.") == numbers(model, "f."));
  CHECK(numbers(other, "G.") != numbers(model, "G."));
  other.feed(batch);
  other.advance();

  struct Wider : Initial<Xavier, NoBias<Conv<5, 4, 2>>, BatchNorm, Tanh, Conv<6, 4, 4, 0>, BatchNorm, Tanh,
                         Flatten, Linear<8>> {};
  Classifier<Wider, 10, street> wide;
  wide.save(folder / "w");
  auto const before = numbers(other, "");
  CHECK(error_of([&] { other.load_f(folder / "w"); }).find("C.body.0.weight is (5, 3, 4, 4) and this") !=
        std::string::npos);
  CHECK(numbers(other, "") == before);
}

TEST_CASE("batches that are of another shape or number") {
  Model model;
  Array4 const three = data::empty_batch(4, street), one = data::empty_batch(4, Image<1, 16, 16>),
               five = data::empty_batch(5, Image<1, 16, 16>);
  CHECK(error_of([&] { model.feed(one, one); }) ==
        "source: the batch is (4, 1, 16, 16) and should be (4, 3, 16, 16)");
  CHECK(error_of([&] { model.feed(three, five); }) ==
        "target: the batch is (5, 1, 16, 16) and should be (4, 1, 16, 16)");
  CHECK(model.batch() == 0);
}

TEST_CASE("translate goes by running statistics, one by one or many; picture shows sources and theirs") {
  TemporaryFolder const folder;
  Model model;
  model.load_f(classifier(folder));
  data::Unpaired const set = pictures();
  data::Batches batches(set, 10);
  for (int k = 0; k < 3; ++k) {
    model.feed(batches.next());
    Report const r = model.advance();
    CHECK(r.real > 0);
    CHECK(r.real < 1);
  }
  Array4 many = data::empty_batch(103, street), one = data::empty_batch(1, street);
  for (std::size_t i = 0; i < many.size(); ++i) many.data()[i] = float(std::sin(double(i)));
  std::copy_n(many.data() + 101 * street.size(), street.size(), one.data());
  Array4 const all = model.translate(many), alone = model.translate(one);
  CHECK(all.shape(0) == 103);
  for (std::size_t k = 0; k < 256; ++k) CHECK(alone.data()[k] == all.data()[101 * 256 + k]);

  data::Picture const p = model.picture(set);
  CHECK(data::size_text(p) == "142x142");  // 8 of 16 pixels and gaps of 2
  CHECK(p.channels == 3);
}

TEST_CASE("a run, resumed, is the same run bit by bit, and brings its f") {
  TemporaryFolder const folder;
  std::string const file = classifier(folder);
  data::Unpaired const set = pictures();
  TrainOptions o{.batch = 8, .steps = 10, .out = folder / "whole", .quiet = true};
  Model whole;
  whole.load_f(file);
  train(whole, set, o);
  Model first;
  first.load_f(file);
  o.steps = 5;
  o.out = folder / "part";
  train(first, set, o);
  Model second{{.seed = 77}};
  o.steps = 10;
  o.resume = folder / "part/checkpoint.safetensors";
  train(second, set, o);
  CHECK(numbers(whole, "") == numbers(second, ""));
}

TEST_CASE("without D there is no verdict; a G from pixels alone has no f to load") {
  struct Pixels : FromPixels<Conv<4, 3>, ReLU, Conv<1, 3>, Tanh> {};
  using WithoutD = DTN<Sees, Pixels, Judge, street, 15 * f_constancy<mse> + target_identity<mae>>;
  using WithoutF = DTN<Sees, Pixels, Judge, street, Ternary{}>;
  static_assert(WithoutD::has_f && !WithoutF::has_f);
  TemporaryFolder const folder;
  auto const batch = data::take(pictures(), 0, 8);
  WithoutD d;
  d.load_f(classifier(folder));
  d.feed(batch);
  Report const r = d.advance();
  CHECK(r.loss_g > 0);
  CHECK(r.loss_d == 0);
  WithoutF f;
  f.feed(batch);
  CHECK(f.advance().loss_d > 0);
  CHECK(f.translate(batch.a).shape(1) == 1);
}
