// WGAN and WGAN-GP as whole systems: against PyTorch, in turns, and what they tell.
#include <doctest/doctest.h>

#include <agon/backend/reference/reference.hpp>
#include <agon/data/toys.hpp>
#include <agon/system/wgan.hpp>
#include <agon/train/loop.hpp>

#include "data/temporary.hpp"
#include "support/values.hpp"

using namespace agon;

namespace {

struct Generator : Seq<Linear<32>, Reshape<8, 2, 2>, BatchNorm, ReLU, ConvTranspose<4, 4, 2>, ReLU,
                       ConvTranspose<1, 4, 2>, Tanh> {};
struct NormedCritic : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, NoBias<Conv<8, 4, 2>>, BatchNorm, LeakyReLU<0.2>,
                          Flatten, Linear<1>> {};
struct Critic : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, Conv<8, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};

inline constexpr auto clipped = wasserstein + weight_clipping<0.01>;
inline constexpr auto penalised = wasserstein + 10 * gradient_penalty;
static_assert(makes_critic<decltype(clipped)> && makes_critic<decltype(penalised)>);
static_assert(!makes_critic<NonSaturating> && !makes_critic<decltype(nonsaturating + nonsaturating)>);

template <class Backend>
using Clipped = WGAN<Generator, NormedCritic, clipped, Features<6>, Backend>;
template <class Backend>
using Penalised = WGANGP<Generator, Critic, penalised, Features<6>, Backend>;

constexpr CriticSteps two{.usual = 2};

/// The batch of noise called "real" of step t, as tests/golden/golden.py has it; all its numbers are floats.
Array4 real(long t, std::uint64_t seed, long batch) {
  Array4 x = data::empty_batch(int(batch), Image<1, 8, 8>);
  for (long k = 0; k < long(x.size()); ++k)
    x.data()[k] = float(test::noise("real", k / 64, k % 64, {seed, std::uint32_t(t)}));
  return x;
}

/// The largest distance to PyTorch's numbers in six steps of the critic's, three times two. The next batch is
/// always fed before the last step's numbers are looked at.
template <class Model>
double distance_to(std::string const& file, typename Model::Options how) {
  test::Golden const golden(file);
  how.seed = std::uint64_t(golden.note("seed"));
  how.critic = two;
  Model model{how};
  test::Farthest far;
  std::size_t compared = 0;
  auto const feed = [&](long t) { model.feed(real(t, how.seed, golden.note("batch"))); };
  feed(1);
  for (long t = 1; t <= 6; ++t) {
    model.launch();
    feed(t + 1);
    Report const r = model.report();
    auto see = [&](std::string const& name, auto const& x, long step) {
      far.see(golden.error(name, x, step), joined({name, " at step ", t}));
      ++compared;
    };
    see("loss.D", std::vector<double>{r.loss_d}, t);
    see("distance", std::vector<double>{r.distance.value()}, t);
    if (t % 2 == 0) see("loss.G", std::vector<double>{r.loss_g}, t / 2);
    for (auto const& e : model.store().entries()) {
      bool const of_g = e.name.starts_with("G.") || e.name.find(".G.") != e.name.npos;
      if (!of_g || t % 2 == 0) see(e.name, test::canonical(e.slot, e.memory.data()), of_g ? t / 2 : t);
    }
  }
  CHECK(compared > 6 * golden.names().size() / 2);
  MESSAGE(file << ": " << far.name << " is off by " << far.error);
  return far.error;
}

}  // namespace

TEST_CASE("WGAN's turns agree with PyTorch's") {
  CHECK(distance_to<Clipped<Reference<double>>>("wgan", {}) < 1e-8);
  CHECK(distance_to<Clipped<test::Single>>("wgan", {}) < 1e-3);
}

TEST_CASE("WGAN-GP's turns agree with PyTorch's") {
  CHECK(distance_to<Penalised<Reference<double>>>("wgan_gp", {.rate = 1e-4, .beta1 = 0.5, .beta2 = 0.9}) <
        1e-8);
  CHECK(distance_to<Penalised<test::Single>>("wgan_gp", {.rate = 1e-4, .beta1 = 0.5, .beta2 = 0.9}) < 1e-3);
}

TEST_CASE("the critic's steps change no bit of the generator, of its average and of its moments") {
  using Model =
      WGANGP<Generator, Critic, penalised, Features<6>, test::Single, Players<Averaged<Adam>, Adam>>;
  Model model{{.critic = two}};
  auto state = [&](char player) {
    std::vector<std::vector<float>> all;
    for (auto const& e : model.store().entries()) {
      bool const running = e.name.find("running") != e.name.npos && e.name.starts_with("G.");
      std::string const name =
          e.name.starts_with("optimizer.") ? e.name.substr(e.name.find('.', 10) + 1) : e.name;
      if (name[0] == player && !running) all.emplace_back(e.memory.span().begin(), e.memory.span().end());
    }
    return all;
  };
  REQUIRE(state('G').size() == 8 + 2 * 8 + 10);  // parameters, moments, and an average that has statistics
  REQUIRE(state('D').size() == 6 + 2 * 6);
  for (long t = 1; t <= 6; ++t) {
    auto const g = state('G'), d = state('D');
    model.feed(real(t, 1, 4));
    model.advance();
    CHECK((state('G') == g) == (t % 2 == 1));
    CHECK(state('D') != d);
  }
}

TEST_CASE("what a critic tells: its estimate, and no chances") {
  TemporaryFolder const folder;
  auto const set = data::eight_gaussians(64);
  struct G : Seq<Linear<8>, ReLU, Linear<2>> {};
  struct D : Seq<Linear<8>, ReLU, Linear<1>> {};
  TrainOptions o{
      .batch = 8, .steps = 4, .out = (folder.path / "wgan").string(), .log_every = 1, .quiet = true};
  WGAN<G, D, wasserstein, Features<2>, test::Single> critic{{.critic = two}};
  train(critic, set, o);
  std::vector<LogLine> const lines = read_json_lines(log_path(o.out));
  REQUIRE(lines.size() == 4);
  for (LogLine const& line : lines) {
    REQUIRE(line.find("wasserstein"));
    CHECK(!line.find("d_real"));
    CHECK(*line.find("wasserstein") == doctest::Approx(-*line.find("loss_d")));
  }
  CHECK(std::filesystem::exists(wasserstein_path(o.out)));
  CHECK(!std::filesystem::exists(balance_path(o.out)));

  o.out = (folder.path / "gan").string();
  GAN<G, D, nonsaturating, Features<2>, test::Single> usual;
  train(usual, set, o);
  CHECK(!usual.advance().distance);
  CHECK(read_json_lines(log_path(o.out))[0].find("d_real"));
  CHECK(std::filesystem::exists(balance_path(o.out)));
  Array4 const points = usual.sample(100);
  CHECK(points.shape(0) == 100);
  CHECK(points.shape(1) == 2);
  CHECK(usual.picture(set).width == 400);
}
