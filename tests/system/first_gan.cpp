// The first GAN and the conditional GAN: their steps against PyTorch's (tests/golden/gan.py), and what their
// authors' configurations say of noise, schedules and biases.
#include <cmath>
#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/data/part.hpp>
#include <agon/system/first_gan.hpp>
#include <agon/train/begin_with_means.hpp>

#include "support/steps.hpp"

using namespace agon;

namespace {

/// Biases of 1, lest D's first logits be nearly zero.
struct Judge : InitialBias<Constant<1>, GANDiscriminatorMNIST> {};
struct ClassJudge : InitialBias<Constant<1>, CGANDiscriminatorMNIST> {};

using Step = AdversarialStep<GANGeneratorMNIST, Judge, half_nonsaturating, unit_uniform<100>, Momentum,
                             Phase::at_once>;
using ClassStep = AdversarialStep<CGANGeneratorMNIST, ClassJudge, half_nonsaturating, hypercube<100>,
                                  Momentum, Phase::at_once, Condition{.classes = 10}>;

Momentum const moving{
    .rate = 0.1 * exponential(0.8), .momentum = ramp(0.5, 0.7, 0, 4), .form = Momentum::Form::inside};

}  // namespace

TEST_CASE("five steps of the first GAN agree with PyTorch's") { test::check_steps<Step>("gan", moving); }
TEST_CASE("five steps of the conditional GAN agree with PyTorch's") {
  test::check_steps<ClassStep>("cgan", moving);
}

TEST_CASE("first_gan_momentum: the numbers of the authors' configurations") {
  Momentum const m = first_gan_momentum(500), steep = first_gan_momentum(500, 0.1, 1.00004);
  CHECK(m.form == Momentum::Form::inside);
  CHECK(m.rate(0) == 0.1);
  CHECK(m.rate(1) == doctest::Approx(0.1 / 1.000004).epsilon(1e-12));
  CHECK(m.rate(100'000) == doctest::Approx(0.1 * std::exp(-100'000 * std::log(1.000004))).epsilon(1e-9));
  CHECK(steep.rate(1) == doctest::Approx(0.1 / 1.00004).epsilon(1e-12));
  CHECK(steep.rate(10'000'000) == 1e-6);
  CHECK(m.momentum(499) == 0.5);  // a whole epoch has one momentum
  CHECK(m.momentum(500) == doctest::Approx(0.5 + 0.2 / 249));
  CHECK(m.momentum(249 * 500) == doctest::Approx(0.7));
  CHECK(m.momentum(1000 * 500) == doctest::Approx(0.7));
  CHECK_THROWS_AS(first_gan_momentum(0), Error);
}

namespace {

struct Small : Seq<Linear<12>, ReLU, Linear<784>, Sigmoid, Reshape<1, 28, 28>> {};
struct Score : Seq<Flatten, Dropout<0.2>, Maxout<8, 2>, Linear<1>> {};
using Model = FirstGAN<Small, Score, half_nonsaturating, unit_uniform<10>, test::Single>;
static_assert(Model::image == Image<1, 28, 28>);

}  // namespace

TEST_CASE("begin_with_means: without weights a generator draws the mean of the set") {
  auto const digits = data::digits(1300);
  Model model{{.seed = 4}};
  begin_with_means(model.store(), "G.2.bias", digits);
  for (float& w : model.store().find("G.2.weight")->memory.span()) w = 0;
  Array4 const drawn = model.sample(2), all = data::take(digits, 0, 1300).images;
  for (std::size_t i = 0; i < 784; ++i) {
    double mean = 0;
    for (std::size_t k = 0; k < 1300; ++k) mean += double(all.data()[k * 784 + i]) / 1300;
    CHECK(double(drawn.data()[i]) == doctest::Approx(mean).epsilon(1e-5));
    CHECK(drawn.data()[784 + i] == drawn.data()[i]);
  }
  // A pixel that is always black is no infinity.
  float const corner = model.store().find("G.2.bias")->memory.data()[0];
  CHECK(double(corner) == doctest::Approx(std::log(1e-7)).epsilon(1e-6));
}

TEST_CASE("begin_with_means refuses what does not fit, and changes nothing") {
  auto const digits = data::digits(20), large = data::digits(20, {.size = 32});
  Model model;
  auto biases = [&] {
    auto const s = model.store().find("G.2.bias")->memory.span();
    return std::vector<float>(s.begin(), s.end());
  };
  auto const before = biases();
  CHECK_THROWS_WITH_AS(begin_with_means(model.store(), "G.9.bias", digits),
                       "G.9.bias: the store has no parameter of that name", Error);
  CHECK_THROWS_AS(begin_with_means(model.store(), "optimizer.momentum_buffer.G.2.bias", digits), Error);
  CHECK_THROWS_WITH_AS(begin_with_means(model.store(), "G.2.bias", large),
                       "G.2.bias: it has 784 numbers, and the pictures of digits, seed 1 have 1024", Error);
  data::Images none = digits;
  none.pictures.planes.clear();
  CHECK_THROWS_AS(begin_with_means(model.store(), "G.2.bias", none), Error);
  CHECK(biases() == before);
}

TEST_CASE("the players move at once, whatever the recipe says, on pixels in (0, 1)") {
  using Turns = FirstGAN<Small, Score, half_nonsaturating, unit_uniform<10>, test::Single, Momentum,
                         GANRecipe{.moves = GANRecipe::Moves::in_turns, .unit_pixels = true}>;
  auto const digits = data::digits(40);
  Model model{{.optimiser = first_gan_momentum(4), .seed = 6}};
  Turns same{{.optimiser = first_gan_momentum(4), .seed = 6}};
  data::Batches batches(digits, 10), others(digits, 10);
  same.feed(others.next());
  for (int k = 0; k < 3; ++k) {
    model.feed(batches.next());
    same.launch();
    same.feed(others.next());
    CHECK(model.advance().loss_g == same.report().loss_g);
  }
  float least = 1, most = 0;
  for (float x : model.output("fake", Image<1, 28, 28>)) least = std::min(least, x), most = std::max(most, x);
  CHECK(least >= 0);
  CHECK(most <= 1);
}
