#include <doctest/doctest.h>

#include <agon/graph/gradient.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>

#include "support/sheet.hpp"

using namespace agon;
using agon::test::Sheet;

/// Pictures of four numbers and a map of two logits, for three samples.
struct Game : Sheet {
  Symbols s{.real = add_input(image(1, 2, 2)),
            .fake = add_input(image(1, 2, 2)),
            .input = add_input(features(2)),
            .real_logits = add_input(image(1, 1, 2)),
            .fake_logits = add_input(image(1, 1, 2))};

  template <Player P>
  double value(auto const& objective) {
    Tensor const t = loss<P>(objective, s);
    REQUIRE(bool(t));
    REQUIRE(t.shape() == Shape{});
    run();
    return of(t)[0];
  }
  /// The mean of f over all numbers of a value.
  double mean_of(Tensor t, auto f) {
    fill();
    double m = 0;
    for (double v : leaf(t)) m += f(v) / double(leaf(t).size());
    return m;
  }
  double mean_of(Tensor a, Tensor b, auto f) {
    fill();
    double m = 0;
    for (std::size_t k = 0; k < leaf(a).size(); ++k) m += f(leaf(a)[k], leaf(b)[k]) / double(leaf(a).size());
    return m;
  }
};
constexpr Player D = Player::Discriminator, G = Player::Generator;

static double log_sigmoid(double l) { return std::log(1 / (1 + std::exp(-l))); }
static double log_rest(double l) { return std::log(1 - 1 / (1 + std::exp(-l))); }

static double cross_entropy(Game& g) {
  return -g.mean_of(g.s.real_logits, log_sigmoid) - g.mean_of(g.s.fake_logits, log_rest);
}
static double distance(Game& g) {
  return g.mean_of(g.s.fake, g.s.real, [](double a, double b) { return std::abs(a - b); });
}

TEST_CASE("nonsaturating: -log D(x) - log(1 - D(G(z))) against -log D(G(z))") {
  Game g;
  CHECK(g.value<D>(nonsaturating) == doctest::Approx(cross_entropy(g)));
  CHECK(g.value<G>(nonsaturating) == doctest::Approx(-g.mean_of(g.s.fake_logits, log_sigmoid)));
}

TEST_CASE("saturating: the zero-sum game of log(1 - D(G(z)))") {
  Game g;
  CHECK(g.value<D>(saturating) == doctest::Approx(cross_entropy(g)));
  CHECK(g.value<G>(saturating) == doctest::Approx(g.mean_of(g.s.fake_logits, log_rest)));
}

// Goodfellow et al. 2014, theorem 1: where D knows nothing (logit 0), its cross-entropy is log 4.
TEST_CASE("an undecided discriminator loses log 4") {
  Game g;
  g.fill();
  for (Tensor t : {g.s.real_logits, g.s.fake_logits}) g.leaf(t).assign(6, 0);
  CHECK(g.value<D>(nonsaturating) == doctest::Approx(std::log(4)));
  CHECK(g.value<G>(nonsaturating) == doctest::Approx(std::log(2)));
  CHECK(g.value<G>(saturating) == doctest::Approx(-std::log(2)));
}

TEST_CASE("logits far out stay finite, in value and gradient") {
  Game g;
  g.fill();
  g.leaf(g.s.real_logits).assign(6, -800);
  g.leaf(g.s.fake_logits).assign(6, 800);
  Tensor const l = loss<D>(nonsaturating, g.s);
  Tensor const d = gradient(l, {g.s.fake_logits})[0];
  g.run();
  CHECK(g.of(l)[0] == doctest::Approx(1600));
  CHECK(g.of(d)[0] == doctest::Approx(1.0 / 6));
}

TEST_CASE("lsgan: targets 1 and 0, and 1") {
  Game g;
  CHECK(g.value<D>(lsgan) == doctest::Approx(g.mean_of(g.s.real_logits, [](double l) {
          return (l - 1) * (l - 1);
        }) + g.mean_of(g.s.fake_logits, [](double l) { return l * l; })));
  CHECK(g.value<G>(lsgan) ==
        doctest::Approx(g.mean_of(g.s.fake_logits, [](double l) { return (l - 1) * (l - 1); })));
}

TEST_CASE("l1 and l2 are the generator's, per number") {
  Game g;
  CHECK(g.value<G>(l1) == doctest::Approx(distance(g)));
  CHECK(g.value<G>(l2) ==
        doctest::Approx(g.mean_of(g.s.fake, g.s.real, [](double a, double b) { return (a - b) * (a - b); })));
  CHECK(!loss<D>(l1, g.s));
  CHECK(!loss<D>(l2, g.s));
  static_assert(!ForDiscriminator<L1> && ForGenerator<L1> && ForDiscriminator<NonSaturating> &&
                ForGenerator<NonSaturating>);
}

TEST_CASE("a + b and 100 * b act player by player") {
  constexpr auto pix2pix = nonsaturating + 100 * l1;
  Game g;
  CHECK(g.value<D>(pix2pix) == doctest::Approx(cross_entropy(g)));
  CHECK(g.value<G>(pix2pix) == doctest::Approx(g.value<G>(nonsaturating) + 100 * distance(g)));
  CHECK(g.value<G>(l1 + l2 + lsgan) == doctest::Approx(g.value<G>(l1) + g.value<G>(l2) + g.value<G>(lsgan)));
  CHECK(g.value<D>(0.5 * nonsaturating + lsgan) ==
        doctest::Approx(0.5 * cross_entropy(g) + g.value<D>(lsgan)));
  CHECK(g.value<D>(2 * (nonsaturating + l1)) == doctest::Approx(2 * cross_entropy(g)));
  CHECK(!loss<D>(l1 + 3 * l2, g.s));
  static_assert(!ForDiscriminator<decltype(l1 + 3 * l2)>);
}

TEST_CASE("on<player> restricts a term") {
  Game g;
  auto const only_d = on<D>(nonsaturating);
  auto const only_g = on<G>(0.1 * lsgan);
  CHECK(g.value<D>(only_d) == doctest::Approx(cross_entropy(g)));
  CHECK(!loss<G>(only_d, g.s));
  CHECK(!loss<D>(only_g, g.s));
  CHECK(g.value<D>(only_d + only_g) == doctest::Approx(cross_entropy(g)));
  CHECK(g.value<G>(only_d + only_g) == doctest::Approx(0.1 * g.value<G>(lsgan)));
}

/// A term of one's own, in two lines: what is bright in G's picture costs.
struct Darkness {
  constexpr Tensor generator(Symbols const& s) const { return mean(sigmoid(s.fake)); }
};
static_assert(Term<Darkness> && !ForDiscriminator<Darkness>);

TEST_CASE("a user's own term is added, scaled and differentiated like all others") {
  Game g;
  constexpr auto objective = lsgan + 10 * Darkness{};
  double const dark = g.mean_of(g.s.fake, [](double v) { return 1 / (1 + std::exp(-v)); });
  CHECK(g.value<G>(objective) == doctest::Approx(g.value<G>(lsgan) + 10 * dark));
  Tensor const d = gradient(loss<G>(objective, g.s), {g.s.fake})[0];
  g.run();
  for (std::size_t k = 0; k < 12; ++k) {
    double const s = 1 / (1 + std::exp(-g.leaf(g.s.fake)[k]));
    CHECK(g.of(d)[k] == doctest::Approx(10 * s * (1 - s) / 12));
  }
}

/// An objective as a template argument.
template <auto Objective>
constexpr bool is_for_both = ForDiscriminator<decltype(Objective)>&& ForGenerator<decltype(Objective)>;
static_assert(is_for_both<nonsaturating + 100 * l1> && !is_for_both<100 * l1>);
