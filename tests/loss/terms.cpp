#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/values.hpp"

using namespace agon;

/// tests/golden/terms.py
template <Name Of, auto Objective>
struct Case {
  /// What the players minimise, D's by the critic's parameters, and G's by the picture and the values it
  /// reads.
  static constexpr void build(Graph& g, Symbols s, List<std::string_view> const& given) {
    auto keep = [&](std::string_view what, std::string_view name, Tensor t) {
      g.keep(text<100>(Of.at, '/', what, name).view(), t);
    };
    Weights& d = *s.critic.weights;
    s.real_logits = s.critic(s.real), s.fake_logits = s.critic(s.fake);
    if (Tensor const l = loss<Player::Discriminator>(Objective, s)) {
      keep("D", "", l);
      List<Tensor> const p = d.trainable(), by = gradient(l, p);
      for (std::size_t i = 0; i < p.size(); ++i) keep("", g.name(Weights::slot(p[i]).name), by[i]);
    }
    s.real_logits = {};
    if (Tensor const l = loss<Player::Generator>(Objective, s)) {
      keep("G", "", l);
      keep("G by ", "fake", gradient(l, {s.fake})[0]);
      for (std::string_view name : given)
        if (needs(Objective, name)) keep("G by ", name, gradient(l, {s[name]})[0]);
    }
  }
};

/// Many objectives with one critic.
template <class Critic, class... Of>
struct Terms {
  static constexpr void build(Graph& g) {
    Shape const picture = image(2, 5, 4), code = features(6);
    List<std::string_view> const pictures{"G(real)", "F(fake)"},
        codes{"f(input)", "f(fake)", "mu", "log_sigma"};
    List<std::string_view> given = pictures;
    for (std::string_view name : codes) given.push_back(name);
    Weights d{"D"};
    Wires values;
    Symbols s{.real = g.add_input("real", picture),
              .fake = g.add_input("fake", picture),
              .input = g.add_input("input", picture),
              .real_logits = {},
              .fake_logits = {},
              .critic = {.net = apply<Critic>, .weights = &d},
              .values = &values};
    for (std::string_view name : pictures) values.set(name, g.add_input(name, picture));
    for (std::string_view name : codes) values.set(name, g.add_input(name, code));
    values.set("label", g.add_input("label", features(1)));
    (Of::build(g, s, given), ...);
  }
};

template <class Critic, class... Of>
static void check() {
  static test::Golden const golden("terms");
  using Program = Terms<Critic, Of...>;
  double const exact = test::error_of_values<Program, Reference<double>>(golden, "");
  test::report("terms", exact, test::error_of_values<Program, test::Single>(golden, ""));
}

template <int Logits>
struct Critic : Seq<Conv<4, 3, 2>, Tanh, Let<"h">, Flatten, NoBias<Linear<Logits>>> {};

inline constexpr GradientPenalty half_slope{.slope = 0.5};

TEST_CASE("games, penalties and labels") {
  check<Critic<1>, Case<"wasserstein", wasserstein>, Case<"wgan_gp", wasserstein + 10 * gradient_penalty>,
        Case<"one_sided_gradient_penalty", one_sided_gradient_penalty>,
        Case<"gradient_penalty of slope 0.5", half_slope>, Case<"r1", r1>, Case<"r2", r2>,
        Case<"dragan", dragan>, Case<"drift", drift>, Case<"hinge", hinge>,
        Case<"relativistic_average", relativistic_average>,
        Case<"smooth(nonsaturating, 0.9)", smooth(nonsaturating, 0.9)>,
        Case<"flip(nonsaturating, 0.5)", flip(nonsaturating, 0.5)>,
        Case<"smooth(lsgan, 0.9)", smooth(lsgan, 0.9)>>();
}

TEST_CASE("terms of pictures and of values by name") {
  check<Critic<1>, Case<"smooth_l1<0.5>", smooth_l1<0.5>>, Case<"total_variation<1>", total_variation<1>>,
        Case<"total_variation<1.5>", total_variation<1.5>>, Case<"total_variation<2>", total_variation<2>>,
        Case<"anisotropic<1>", anisotropic_total_variation<>>,
        Case<"anisotropic<1.5>", anisotropic_total_variation<1.5>>,
        Case<"cyclegan", 10 * cycle_consistency + 5 * identity_mapping>,
        Case<"f_constancy<mse>", f_constancy<mse>>,
        Case<"f_constancy<negative_cosine>", f_constancy<negative_cosine>>,
        Case<"triplet<0.5>", f_constancy<triplet<0.5>>>,
        Case<"hinge_embedding<0.7>", f_constancy<hinge_embedding<0.7>>>,
        Case<"target_identity<mse>", target_identity<mse>>, Case<"conditioning_kl", conditioning_kl>>();
}

TEST_CASE("ternary") { check<Critic<3>, Case<"ternary", ternary>>(); }

/// A critic that leaves features and the logits of four classes.
struct Heads : Seq<Conv<4, 3, 2>, Tanh, Let<"h">, Flatten, Let<"flat">,
                   Aside<"classes", NoBias<Named<"classes", Linear<4>>>>, NoBias<Named<"score", Linear<1>>>> {
};

TEST_CASE("class_cross_entropy and feature_matching") {
  check<Heads, Case<"class_cross_entropy", class_cross_entropy<"classes">>,
        Case<"feature_matching", feature_matching<"h">>>();
}
