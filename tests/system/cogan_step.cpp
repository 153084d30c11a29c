#include <doctest/doctest.h>

#include <agon/graph/gradient.hpp>
#include <agon/layer/facts.hpp>
#include <agon/loss/adaptation.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/net/cogan.hpp>
#include <agon/system/cogan_step.hpp>

#include "support/steps.hpp"

using namespace agon;

namespace {

// tests/golden/cogan.py
template <int C, int K, int S, int P>
struct Up : Seq<NoBias<ConvTranspose<C, K, S, P>>, PlainBatchNorm, PReLU<>> {};
struct Generator : Initial<cogan::Begin, Shared<"generator", Up<5, 4, 1, 0>, Up<4, 3, 2, 1>, Up<3, 3, 2, 1>>,
                           ConvTranspose<1, 6, 2, 1>, Sigmoid> {};
struct Discriminator
    : Initial<cogan::Begin, Conv<4, 5, 1, 0>, MaxPool<2>,
              Shared<"discriminator", Conv<6, 4, 1, 0>, MaxPool<2>, Conv<10, 4, 1, 0>, PReLU<>>, Flatten,
              Shared<"head", Linear<2>>> {};
static_assert(output_shape<Coupled<Generator>, Features<6>> == Image<2, 28, 28>);

using Step = CoGANStep<Generator, Discriminator, nonsaturating, Features<6>, Adam>;

template <Phase Part>
using Of = CoGANStep<Generator, Discriminator, nonsaturating, Features<6>, Adam, Part>;

}  // namespace

TEST_CASE("five steps of CoGAN agree with PyTorch's, which has both domains in one batch") {
  test::check_steps<Step>("cogan");
}

TEST_CASE("CoGAN gives the same bits with 1, 2 and 4 threads") { test::check_threads<Step>(5); }

TEST_CASE("a player's move changes no bit of the other's parameters and moments") {
  test::check_players<Of<Phase::discriminator>, Of<Phase::generator>, test::Single>(2);
}

namespace {

/// The loss of both domains and of each, by what their generators share and do not.
struct Gradients {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Tensor const fake = apply<Coupled<Generator>>(generator, g.add_input("z", Features<6>));
    Tensor const l = softplus(-apply<cogan::Judges<Discriminator>>(discriminator, fake));
    List<Tensor> const p = generator.trainable();
    Tensor const trunk = p[0], first = p[6], second = p[8];
    g.keep("loss", mean(l));
    g.keep("loss of a", mean(slice(l, 0, 1)));
    g.keep("loss of b", mean(slice(l, 1, 1)));
    g.keep("both", gradient(mean(l), {trunk})[0]);
    g.keep("a", gradient(mean(slice(l, 0, 1)), {trunk})[0]);
    g.keep("b", gradient(mean(slice(l, 1, 1)), {trunk})[0]);
    g.keep("a by b's own", gradient(mean(slice(l, 0, 1)), {second})[0]);
    g.keep("own", gradient(mean(l), {first})[0]);
  }
};

}  // namespace

TEST_CASE("a shared parameter's gradient is the sum of both domains', by finite differences") {
  Store<double> store(1);
  Reference<double>::Engine<Gradients> engine(store, 3);
  auto run = [&] {
    test::fill_with_noise("z", engine.input("z"), Features<6>);
    engine.run({1, 1});
  };
  auto of = [&](char const* name) {
    auto const x = engine.output(name);
    return std::vector<double>(x.begin(), x.end());
  };
  run();
  auto const both = of("both"), a = of("a"), b = of("b"), own = of("own");
  double size_a = 0, size_b = 0;
  for (std::size_t k = 0; k < both.size(); ++k) {
    CHECK(both[k] == doctest::Approx(0.5 * (a[k] + b[k])).epsilon(1e-9));
    size_a += std::abs(a[k]), size_b += std::abs(b[k]);
  }
  CHECK(size_a > 1e-6);
  CHECK(size_b > 1e-6);
  for (double d : of("a by b's own")) CHECK(d == 0);
  auto differ = [&](std::string const& name, char const* loss, std::vector<double> const& found) {
    std::span<double> const p = store.find(name)->memory.span();
    for (std::size_t k = 0; k < p.size(); k += p.size() / 7 + 1) {
      double const middle = p[k], by = 1e-7;  // nearer than kinks of the networks
      p[k] = middle + by;
      run();
      double const above = of(loss)[0];
      p[k] = middle - by;
      run();
      double const below = of(loss)[0];
      p[k] = middle;
      CHECK(found[k] == doctest::Approx((above - below) / (2 * by)).epsilon(1e-3));
    }
  };
  differ("G.generator.0.weight", "loss", both);
  differ("G.generator.0.weight", "loss of a", a);
  differ("G.generator.0.weight", "loss of b", b);
  differ("G.a.1.weight", "loss", own);
}

namespace {

struct Adapted : Seq<Flatten, Linear<6>, Let<"features", Shared<"body", Tanh, Linear<4>>>,
                     Aside<"classes", Shared<"classes", Linear<4>>>, Shared<"head", Linear<2>>> {};
inline constexpr auto adaptation = 0.01 * pair_distance<"features"> + 10 * source_cross_entropy<"classes">;

struct Adaptation {
  static constexpr void build(Graph& g) {
    Weights d{"D"};
    Wires values;
    values.set("label", g.add_input("label", Features<1>));
    using Judges = cogan::Judges<Adapted>;
    Symbols const s{.real = g.add_input("real", Image<2, 3, 3>),
                    .fake = g.add_input("fake", Image<2, 3, 3>),
                    .input = {},
                    .real_logits = {},
                    .fake_logits = {},
                    .critic = {.net = apply<Judges>, .weights = &d},
                    .values = &values};
    Tensor const l = loss<Player::Discriminator>(adaptation, s);
    g.keep("loss", l);
    List<Tensor> const p = d.trainable(), by = gradient(l, p);
    for (std::size_t i = 0; i < p.size(); ++i)
      if (std::string_view const name = g.name(Weights::slot(p[i]).name); name.find("head") == name.npos)
        g.keep(name, by[i]);
  }
};

}  // namespace

TEST_CASE("classes of one domain and the distance of pairs, against PyTorch's") {
  static_assert(!ForGenerator<decltype(adaptation)>);
  CHECK(needs(pair_distance<"features">, "label") == false);
  test::Golden const golden("cogan_terms");
  test::check_values<Adaptation>(golden, "adaptation");
}
