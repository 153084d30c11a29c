#include <agon/network.hpp>

#include "support/finite_differences.hpp"

using namespace agon;
using agon::test::Sheet;

struct Score : Seq<Conv<3, 3, 2>, Tanh, Flatten, Linear<4>, LeakyReLU<0.2>, Linear<1>> {};
struct Map : Seq<Conv<3, 3>, LeakyReLU<0.2>, Conv<1, 3>, Softplus> {};  // logits of patches

/// A penalty's gradient by a critic's parameters is the gradient of a gradient.
template <class Net>
static void check(char const* name, auto const& penalty) {
  INFO(name);
  Sheet sheet;
  Weights d{"D"};
  Shape const picture = image(2, 4, 4);
  Symbols s{.real = sheet.add_input(picture),
            .fake = sheet.add_input(picture),
            .input = {},
            .real_logits = {},
            .fake_logits = {},
            .critic = {.net = apply<Net>, .weights = &d}};
  s.real_logits = apply<Net>(d, s.real), s.fake_logits = apply<Net>(d, s.fake);
  Tensor const l = loss<Player::Discriminator>(penalty, s);
  REQUIRE(l.shape() == Shape{});
  List<Tensor> const parameters = d.trainable();
  REQUIRE(parameters.size() >= 4);
  List<Tensor> const by = gradient(l, parameters);
  REQUIRE(sheet.g.fault.view() == "");
  test::compare(sheet, l, parameters, by);
  bool reaches = false;
  for (double v : sheet.of(by[0])) reaches |= std::abs(v) > 1e-9;
  CHECK(reaches);
  static_assert(!ForGenerator<std::remove_cvref_t<decltype(penalty)>>);
}
static void check(char const* name, auto const& penalty) {
  check<Score>(name, penalty);
  check<Map>(name, penalty);
}

TEST_CASE("penalties agree with finite differences") {
  check("gradient_penalty", gradient_penalty);
  check("gradient_penalty of a steeper slope", GradientPenalty{.slope = 3});
  check("one_sided_gradient_penalty", GradientPenalty{.slope = 0.05, .sides = Sides::one});
  check("r1", r1);
  check("r2", r2);
  check("dragan", dragan);
  check("drift", drift);
}

TEST_CASE("one-sided, a slope below the target costs nothing") {
  Sheet sheet;
  Weights d{"D"};
  Symbols s{.real = sheet.add_input(image(2, 4, 4)),
            .fake = sheet.add_input(image(2, 4, 4)),
            .input = {},
            .real_logits = {},
            .fake_logits = {},
            .critic = {.net = apply<Score>, .weights = &d}};
  Tensor const one = loss<Player::Discriminator>(GradientPenalty{.slope = 1000, .sides = Sides::one}, s);
  Tensor const two = loss<Player::Discriminator>(GradientPenalty{.slope = 1000}, s);
  sheet.run();
  CHECK(sheet.of(one)[0] == 0);
  CHECK(sheet.of(two)[0] > 9e5);
}

/// A term of one's own of second order: the slope of D along the picture itself.
struct Radial {
  constexpr Tensor discriminator(Symbols const& s) const {
    return mean(square(gradient(s.critic(s.real), {s.real})[0] * s.real));
  }
};

TEST_CASE("a user's own penalty is differentiated like all others") { check("Radial", 0.5 * Radial{}); }

static_assert(needs(wasserstein + 10 * gradient_penalty, "critic") && needs(dragan, "critic"));
static_assert(!needs(nonsaturating + 5 * r1, "critic"));
static_assert(needs(lsgan + 10 * cycle_consistency, "F(fake)"));
static_assert(!needs(lsgan + 10 * cycle_consistency, "G(real)") && needs(5 * identity_mapping, "G(real)"));
static_assert(needs(on<Player::Generator>(2 * conditioning_kl), "mu"));
static_assert(needs(class_cross_entropy<"classes", "digit">, "digit"));
