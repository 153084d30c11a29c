#include <cmath>
#include <doctest/doctest.h>

#include <agon/backend/reference/reference.hpp>
#include <agon/data/digits.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/net/cgan.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/system/wgan.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/sgd.hpp>

#include "data/temporary.hpp"
#include "support/steps.hpp"

using namespace agon;

namespace {

struct Generator : Seq<Linear<24>, ReLU, Linear<784>, Sigmoid, Reshape<1, 28, 28>> {};
struct Critic : Seq<Flatten, Linear<16>, LeakyReLU<0.2>, Linear<1>> {};
struct ClassGenerator
    : Seq<Linear<24>, ReLU, With<"y", Linear<24>, ReLU>, Linear<784>, Sigmoid, Reshape<1, 28, 28>> {};
struct ClassCritic : Seq<Flatten, Linear<16>, With<"y", Linear<8>>, LeakyReLU<0.2>, Linear<1>> {};

constexpr Latent hypercube{Features<6>, -1, 1};
constexpr GANRecipe unit{.unit_pixels = true};
constexpr GANRecipe classes{.condition = {.classes = 10}, .unit_pixels = true};
constexpr GANRecipe indices{.condition = {.classes = 10, .form = Condition::Form::index}};

using Plain = GAN<Generator, Critic, nonsaturating, hypercube, Cpu, Adam, unit>;
using OfClasses = GAN<ClassGenerator, ClassCritic, nonsaturating, hypercube, Cpu, Adam, classes>;
using Clipped = WGAN<Generator, Critic, wasserstein + weight_clipping<0.01>, hypercube>;

/// All parameters of networks whose names begin so.
std::vector<float> numbers(auto& model, std::string_view begin) {
  std::vector<float> all;
  for (auto const& e : model.store().entries())
    if (e.name.starts_with(begin)) all.insert(all.end(), e.memory.span().begin(), e.memory.span().end());
  return all;
}

}  // namespace

TEST_CASE("uniform latents: ends, mean and variance, in a program and outside") {
  static constexpr Latent z{Features<40>, -2, 6};
  Array4 const outside = z.sample(500, 3, 0);
  struct Draws {
    static constexpr void build(Graph& g) { g.keep("z", z.draw(g, "z")); }
  };
  Store<double> store;
  test::Steps<Draws, Reference<double>> inside(store, 500);
  inside.run(1);
  std::vector<double> const drawn = inside.of("z");
  REQUIRE(drawn.size() == outside.size());
  for (bool in : {false, true}) {
    double low = 1e9, high = -1e9, sum = 0, squares = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      double const x = in ? drawn[i] : double(outside.data()[i]);
      low = std::min(low, x), high = std::max(high, x), sum += x, squares += x * x;
    }
    double const n = double(drawn.size()), mean = sum / n;
    CHECK(low >= -2);
    CHECK(low < -1.99);
    CHECK(high <= 6);
    CHECK(high > 5.99);
    CHECK(mean == doctest::Approx(2).epsilon(0.02));
    CHECK(squares / n - mean * mean == doctest::Approx(64. / 12).epsilon(0.02));
  }
  CHECK(z.sample(5, 3, 7)(0, 0, 0, 0) == outside(7, 0, 0, 0));
}

TEST_CASE("pixels in (0, 1) inside are in (-1, 1) outside") {
  Plain model{{.seed = 2}};
  Array4 const x = model.sample(4);
  float low = 1, high = -1;
  for (float v : x) low = std::min(low, v), high = std::max(high, v);
  CHECK(low >= -1);
  CHECK(high <= 1);
  CHECK(low < -0.001f);  // sigmoids about one half are pixels about 0
  CHECK(high > 0.001f);

  Array4 real = data::empty_batch(4, Image<1, 28, 28>);
  real.fill(-1);
  model.feed(real);
  model.advance();
  Array4 const fake = model.output("fake", Image<1, 28, 28>);
  for (float v : fake) CHECK(std::abs(v - 0.5f) < 0.5f);
}

TEST_CASE("a generator draws the class that is asked for, and every class in turn otherwise") {
  OfClasses model{{.seed = 3}};
  auto const digits = data::digits(64);
  data::Batches batches(digits, 8);
  for (int k = 0; k < 3; ++k) {
    model.feed(batches.next());
    model.advance();
  }
  Array4 const turns = model.sample(12, 5), asked = model.sample(std::vector<std::int32_t>{0, 1, 2, 3}, 5),
               same = model.sample(std::vector<std::int32_t>{7, 7, 7, 7}, 5);
  for (std::size_t i = 0; i < 784; ++i) {
    CHECK(turns.data()[3 * 784 + i] == asked.data()[3 * 784 + i]);
    CHECK(std::isfinite(same.data()[i]));
  }
  CHECK(turns != model.sample(12, 6));
  bool other = false;
  for (std::size_t i = 0; i < 784; ++i) other |= same.data()[i] != asked.data()[i];
  CHECK(other);

  data::ImageBatch batch = batches.next();
  batch.labels[0] = 10;
  CHECK_THROWS_WITH_AS(model.feed(batch), "label: there is a label 10, and classes 0 to 9", Error);
  CHECK_THROWS_WITH_AS(model.feed(batch.images), "label: there are 8 pictures and 0 labels", Error);
}

namespace {

struct Dropping : Seq<Linear<24>, ReLU, With<"y", Linear<24>, ReLU>, Dropout<0.5>, Linear<784>, Sigmoid,
                      Reshape<1, 28, 28>> {};
constexpr GANRecipe noisy{.condition = {.classes = 10}, .unit_pixels = true, .dropout_is_noise = true};
template <GANRecipe How>
using OfDropping = GAN<Dropping, ClassCritic, nonsaturating, hypercube, Cpu, Adam, How>;

}  // namespace

TEST_CASE("where dropout is noise, one latent and one class have many pictures") {
  OfDropping<noisy> model{{.seed = 3}};
  OfDropping<classes> calm{{.seed = 3}};
  Array4 z = Array4::from_shape({4, 6, 1, 1});
  z.fill(0.5f);
  std::vector<std::int32_t> const same(4, 7);
  Array4 const x = model.draw(z, same, {.seed = 2}), y = calm.draw(z, same);
  auto picture = [](Array4 const& all, long k) {
    return std::vector<float>(all.begin() + k * 784, all.begin() + (k + 1) * 784);
  };
  CHECK(picture(x, 0) != picture(x, 1));
  CHECK(picture(x, 2) != picture(x, 3));
  CHECK(picture(y, 0) == picture(y, 3));
  CHECK(picture(model.draw(z, same, {.seed = 2, .step = 3}), 0) == picture(x, 3));
  CHECK(picture(model.draw(z, same, {.seed = 4}), 0) != picture(x, 0));

  // Pictures depend on the seed and on their number, and on nothing else.
  Array4 const many = model.sample(130, 9), some = model.sample(3, 9, 100), others = model.sample(3, 8, 100);
  for (long k = 0; k < 3; ++k) {
    CHECK(picture(many, 100 + k) == picture(some, k));
    CHECK(picture(some, k) != picture(others, k));
  }
  CHECK_THROWS_AS(model.draw(z, {1, 2, 3}), Error);
  CHECK_THROWS_AS(model.draw(z, {1, 2, 3, 10}), Error);
}

/// A class as a whole number is what an objective calls "label".
struct ClassTotal {
  static constexpr auto name = text("class total");
  constexpr Tensor discriminator(Symbols const& s) const {
    return mean(s["label"]) + 0 * mean(s.real_logits);
  }
};
TEST_CASE("objectives read the class") {
  struct E : Seq<With<"y", Embedding<10, 4>>, Linear<784>, Reshape<1, 28, 28>> {};
  struct C : Seq<Flatten, Linear<4>, With<"y", Embedding<10, 4>>, Linear<1>> {};
  using Model = GAN<E, C, nonsaturating + ClassTotal{}, Features<4>, Cpu, Adam, indices>;
  Model model{{.rate = 0}};
  Array4 real = data::empty_batch(4, Image<1, 28, 28>);
  real.fill(0);
  auto loss = [&](std::vector<std::int32_t> const& labels) {
    model.feed(real, labels);
    return model.advance().loss_d;
  };
  CHECK(std::abs(loss({1, 2, 3, 4}) - loss({9, 9, 9, 9}) + 6.5) < 1);
}

TEST_CASE("in turns: the critic moves with each batch, the generator after as many as the rule says") {
  Clipped model{{.optimiser = {.rate = 5e-5}, .critic = {.usual = 3}}};
  auto const digits = data::digits(64);
  data::Batches batches(digits, 8);
  for (long t = 1; t <= 7; ++t) {
    auto const g = numbers(model, "G"), d = numbers(model, "D");
    model.feed(batches.next());
    Report const r = model.advance();
    CHECK((numbers(model, "G") != g) == (t % 3 == 0));
    CHECK(numbers(model, "D") != d);
    CHECK(r.g_moved == (t % 3 == 0));
    CHECK(r.d_moved);
    CHECK((r.loss_g != 0) == r.g_moved);
    for (float const x : numbers(model, "D")) CHECK(std::abs(x) <= 0.01f);
  }
}

TEST_CASE("a run in turns, resumed, is the same run bit by bit") {
  TemporaryFolder const folder;
  auto const digits = data::digits(64);
  TrainOptions o{.batch = 8, .steps = 10, .out = (folder.path / "whole").string(), .quiet = true};
  Clipped whole{{.critic = {.usual = 2, .most = 4, .start = 1}}};
  train(whole, digits, o);
  Clipped first{{.critic = {.usual = 2, .most = 4, .start = 1}}};
  o.steps = 5;
  o.out = (folder.path / "part").string();
  train(first, digits, o);
  Clipped second{{.seed = 77, .critic = {.usual = 2, .most = 4, .start = 1}}};
  o.steps = 10;
  o.resume = (folder.path / "part/checkpoint.safetensors").string();
  train(second, digits, o);
  CHECK(numbers(whole, "G") == numbers(second, "G"));
  CHECK(numbers(whole, "D") == numbers(second, "D"));
}

TEST_CASE("in turns: the log has the generator's loss of the steps in which it moved") {
  TemporaryFolder const folder;
  Clipped model{{.critic = {.usual = 3}}};
  train(model, data::digits(64),
        {.batch = 8, .steps = 7, .out = folder.path.string(), .log_every = 1, .quiet = true});
  for (LogLine const& line : read_json_lines(log_path(folder.path.string()))) {
    CHECK((line.find("loss_g") != nullptr) == (line.step % 3 == 0));
    CHECK(line.find("loss_d"));
    CHECK(line.find("wasserstein"));
  }
}

/// Both moves of a simultaneous step, by gradients that a program without moves computes at the same point.
template <Phase Part>
using Step = AdversarialStep<Generator, Critic, saturating, hypercube, SGD, Part>;
struct Gradients {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, critic{"D"};
    Tensor const z = hypercube.draw(g, "z"), fake = apply<Generator>(generator, z),
                 real = g.add_input("real", fake.shape());
    Symbols s{.real = real,
              .fake = fake,
              .input = z,
              .real_logits = apply<Critic>(critic, real),
              .fake_logits = apply<Critic>(critic, fake)};
    auto keep = [&](Weights& w, Tensor l, char const* name) {
      List<Tensor> const d = gradient(l, w.trainable());
      g.keep(name, d[0]);
    };
    keep(critic, loss<Player::Discriminator>(saturating, s), "D");
    keep(generator, loss<Player::Generator>(saturating, s), "G");
  }
};
constexpr double rate = 0.05;
TEST_CASE("a simultaneous step moves both players from the same point; an alternating one does not") {
  auto moved = [](auto step, std::string const& name) {
    Store<double> store(4);
    test::Steps<decltype(step), Reference<double>> steps(store, 4);
    for (char const* player : {"G", "D"}) SGD{.rate = rate}.set(steps.engine(), player, 1);
    std::vector<double> const before = steps.of(name);
    steps.run(1);
    std::vector<double> d = steps.of(name);
    for (std::size_t i = 0; i < d.size(); ++i) d[i] = before[i] - d[i];
    return d;
  };
  Store<double> store(4);
  test::Steps<Gradients, Reference<double>> at(store, 4);
  at.run(1);
  auto distance = [&](auto step, std::string const& name, char const* of) {
    std::vector<double> const d = moved(step, name), g = at.of(of);
    double most = 0, size = 0;
    REQUIRE(d.size() == g.size());
    for (std::size_t i = 0; i < d.size(); ++i)
      most = std::max(most, std::abs(d[i] - rate * g[i])), size = std::max(size, std::abs(d[i]));
    return most / size;
  };
  CHECK(distance(Step<Phase::at_once>{}, "D.1.weight", "D") < 1e-9);
  CHECK(distance(Step<Phase::at_once>{}, "G.0.weight", "G") < 1e-9);
  CHECK(distance(Step<Phase::both>{}, "D.1.weight", "D") < 1e-9);
  CHECK(distance(Step<Phase::both>{}, "G.0.weight", "G") > 1e-6);
}
