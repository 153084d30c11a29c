#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/finite_differences.hpp"
#include "support/parameters.hpp"

using namespace agon;
using agon::test::names_of, agon::test::Sheet;
using Names = std::vector<std::string>;

// ---- two of the same value ----
struct Branch : Seq<Shared<"trunk", Linear<3>, Tanh>, Linear<2>> {};
static_assert(output_shape<Coupled<Branch>, Features<5>> == Features<4>);
static_assert(parameter_count<Coupled<Branch>, Features<5>> == 3 * 6 + 2 * 2 * 4);
static_assert(multiply_adds<Coupled<Branch>, Features<5>> == 15 + 2 * 6, "the trunk is computed once");

// ---- one of each half ----
struct Heads : Seq<Linear<3>, Tanh, Shared<"head", Linear<1>>> {};
static_assert(output_shape<CoupledHalves<Heads>, Image<6, 1, 1>> == Features<2>);
static_assert(parameter_count<CoupledHalves<Heads>, Features<6>> == 2 * 3 * 4 + 4);
static_assert(multiply_adds<CoupledHalves<Heads>, Features<6>> == 2 * (9 + 3));

TEST_CASE("names of what a pair shares and of what it does not; further uses make none") {
  Graph g;
  Weights w{"G"};
  Tensor const x = g.add_input("x", features(5));
  apply<Coupled<Branch>>(w, x);
  CHECK(g.fault.view() == "");
  CHECK(names_of(g) == Names{"G.trunk.0.weight", "G.trunk.0.bias", "G.a.1.weight", "G.a.1.bias",
                             "G.b.1.weight", "G.b.1.bias"});
  apply<Coupled<Branch>>(w, x, {.mode = Mode::Eval});
  CHECK(g.slot.size() == 6);
  Weights d{"D"};
  apply<CoupledHalves<Heads>>(d, g.add_input("y", features(6)));
  apply<CoupledHalves<Heads>>(d, g.add_input("z", features(6)));
  CHECK(g.fault.view() == "");
  CHECK(names_of(g).size() == 12);
  CHECK(names_of(g).back() == "D.b.0.bias");
  CHECK(names_of(g)[8] == "D.head.0.weight");
}

TEST_CASE("a pair is what two networks with one pool are") {
  Sheet s;
  Weights w{"G"}, pool{"P"}, a{"A", &pool}, b{"B", &pool};
  Tensor const x = s.add_input(features(5)), both = apply<Coupled<Branch>>(w, x);
  Tensor const p = apply<Branch>(a, x), q = apply<Branch>(b, x);
  s.fill();
  for (std::size_t k : {0u, 1u}) s.slot[6 + k] = s.slot[k];       // the trunk
  for (std::size_t k : {0u, 1u}) s.slot[8 + k] = s.slot[2 + k];   // the first end
  for (std::size_t k : {0u, 1u}) s.slot[10 + k] = s.slot[4 + k];  // the second
  REQUIRE(names_of(s.g)[10] == "B.1.weight");
  s.run();
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(s.of(both)[4 * n + k] == s.of(p)[2 * n + k]);
      CHECK(s.of(both)[4 * n + 2 + k] == s.of(q)[2 * n + k]);
    }
}

TEST_CASE("the gradient of what a pair shares is the sum of both parts', by finite differences") {
  SUBCASE("of one value") {
    Sheet s;
    Weights w{"G"};
    Tensor const x = s.add_input(features(5)), y = apply<Coupled<Branch>>(w, x);
    test::check_gradients(s, y, w.trainable());
    Tensor const trunk = w.trainable()[0];
    Tensor const whole = gradient(sum(y), {trunk})[0], first = gradient(sum(slice(y, 0, 2)), {trunk})[0],
                 second = gradient(sum(slice(y, 2, 2)), {trunk})[0];
    s.run();
    for (std::size_t k = 0; k < 15; ++k) {
      CHECK(s.of(whole)[k] == doctest::Approx(s.of(first)[k] + s.of(second)[k]));
      CHECK(s.of(first)[k] != 0);
      CHECK(s.of(second)[k] != 0);
    }
  }
  SUBCASE("of two") {
    Sheet s;
    Weights w{"D"};
    Tensor const x = s.add_input(features(6)), y = apply<CoupledHalves<Heads>>(w, x);
    test::check_gradients(s, y, w.trainable());
    CHECK(s.g.name(Weights::slot(w.trainable()[2]).name) == "D.head.0.weight");
    Tensor const head = w.trainable()[2], own = w.trainable()[0];
    Tensor const whole = gradient(sum(y), {head})[0], first = gradient(sum(slice(y, 0, 1)), {head})[0],
                 second = gradient(sum(slice(y, 1, 1)), {head})[0],
                 other = gradient(sum(slice(y, 1, 1)), {own})[0];
    s.run();
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(s.of(whole)[k] == doctest::Approx(s.of(first)[k] + s.of(second)[k]));
      CHECK(s.of(first)[k] != 0);
      CHECK(s.of(second)[k] != 0);
    }
    for (double d : s.of(other)) CHECK(d == 0);
  }
}

TEST_CASE("what is shared of one value has one set of statistics and of draws, which move once") {
  using Net = Seq<Shared<"trunk", BatchNorm, Dropout<0.5>>>;
  Sheet s;
  Weights w{"G"};
  Tensor const x = s.add_input(image(1, 2, 2)), y = apply<Coupled<Net>>(w, x);
  REQUIRE(names_of(s.g)[2] == "G.trunk.0.running_mean");
  CHECK(s.g.slot.size() == 4);
  s.run();
  double mean = 0;
  for (double v : s.input[0]) mean += v / double(s.input[0].size());
  CHECK(s.after[2][0] == doctest::Approx(0.9 * s.slot[2][0] + 0.1 * mean));
  bool zero = false;
  for (std::size_t k = 0; k < s.of(y).size(); k += 2) {
    CHECK(s.of(y)[k] == s.of(y)[k + 1]);
    zero |= s.of(y)[k] == 0;
  }
  CHECK(zero);
}

TEST_CASE("of two values statistics move by both, one after the other") {
  using Net = Shared<"norm", PlainBatchNorm>;
  Sheet s;
  Weights w{"D"};
  Tensor const x = s.add_input(image(2, 2, 2)), y = apply<CoupledHalves<Net>>(w, x);
  (void)y;
  s.run();
  double m = s.slot[0][0];
  for (std::size_t c : {0u, 1u}) {
    double mean = 0;
    for (std::size_t k = c; k < s.input[0].size(); k += 2) mean += s.input[0][k] / 12;
    m = 0.9 * m + 0.1 * mean;
  }
  CHECK(s.after[0][0] == doctest::Approx(m));
}

TEST_CASE("values that both leave stand beside each other; of a shared one there is one") {
  using Net = Seq<Shared<"trunk", Let<"trunk", Linear<3>>>, Let<"own", Linear<2>>, With<"trunk">>;
  Sheet s;
  Weights w{"G"};
  Wires wires;
  wires.set("given", s.add_input(features(1)));
  Tensor const y = apply<Coupled<Net>>(w, s.add_input(features(4)), {}, wires);
  CHECK(s.g.fault.view() == "");
  CHECK(y.shape() == features(10));
  CHECK(wires["trunk"].shape() == features(3));
  CHECK(wires["own"].shape() == features(4));
  CHECK(wires["given"].shape() == features(1));
  s.run();
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(s.of(y)[10 * n + k] == s.of(wires["own"])[4 * n + k]);
      CHECK(s.of(y)[10 * n + 5 + k] == s.of(wires["own"])[4 * n + 2 + k]);
    }
}

/// Why a network cannot be.
template <class Net>
static std::string fault(Shape in) {
  Graph g;
  Weights w{"G"};
  apply<Net>(w, g.add_input("x", in));
  return std::string(g.fault.view());
}
TEST_CASE("pairs that do not fit") {
  using One = Shared<"one", Linear<4>>;
  CHECK(fault<Coupled<One, Seq<One, Tanh>>>(features(4)) == "");
  CHECK(fault<Coupled<One, Seq<Tanh, Shared<"one", Linear<4>, Linear<4>>>>>(features(4))
            .find("what is shared as \"one\" has 2 parameters in one place and 4 in another") !=
        std::string::npos);
  CHECK(fault<Coupled<One, Seq<Linear<5>, One>>>(features(4)).find("a shared parameter is ") !=
        std::string::npos);
  CHECK(fault<CoupledHalves<Tanh>>(features(5)).find("make their number even") != std::string::npos);
  CHECK(fault<Coupled<Tanh, Conv<2, 3, 2>>>(image(1, 8, 8)).find("cannot concatenate") != std::string::npos);
}

// ---- two classes as one logit ----
static_assert(output_shape<LogOdds, Features<2>> == Features<1>);
static_assert(output_shape<LogOdds, Image<1, 30, 30>> == Image<1, 30, 30>);

TEST_CASE("LogOdds: the cross-entropy of a softmax over two classes is the binary one of their logit") {
  Sheet s;
  Weights w{"D"};
  Tensor const x = s.add_input(features(2)), l = apply<LogOdds>(w, x);
  Tensor const of_real = mean(softplus(-l)), of_fake = mean(softplus(l));
  Tensor const real = s.g.table(features(2).shared(), {0, 1}), fake = s.g.table(features(2).shared(), {1, 0});
  Tensor const ce_real = cross_entropy(x, real), ce_fake = cross_entropy(x, fake);
  s.run();
  CHECK(s.of(of_real)[0] == doctest::Approx(s.of(ce_real)[0]).epsilon(1e-12));
  CHECK(s.of(of_fake)[0] == doctest::Approx(s.of(ce_fake)[0]).epsilon(1e-12));
  CHECK(fault<LogOdds>(features(3)).find("let D end in 2 channels, fake and real, or in 1") !=
        std::string::npos);
}
