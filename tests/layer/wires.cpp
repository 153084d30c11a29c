#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"
#include "support/sheet.hpp"

using namespace agon;
using agon::test::names_of, agon::test::Sheet;
using Names = std::vector<std::string>;

// ---- facts of networks with several inputs ----
inline constexpr Wire vector{"y", Features<10>}, map{"y", Image<3, 4, 4>}, label{"y", Features<1>};
static_assert(output_shape<With<"y">, Features<100>, vector> == Features<110>);
static_assert(output_shape<With<"y">, Image<2, 4, 4>, vector> == Image<12, 4, 4>, "spread over all pixels");
static_assert(output_shape<With<"y">, Image<2, 4, 4>, map> == Image<5, 4, 4>);
static_assert(output_shape<With<"y", Linear<3>>, Image<2, 4, 4>, vector> == Image<5, 4, 4>);
static_assert(parameter_count<With<"y", Linear<3>>, Image<2, 4, 4>, vector> == 33);
static_assert(multiply_adds<With<"y", Linear<3>>, Image<2, 4, 4>, vector> == 30);
static_assert(output_shape<From<"y", Embedding<7, 5>>, Features<2>, label> == Features<5>);
static_assert(parameter_count<From<"y", Embedding<7, 5>>, Features<2>, label> == 35);
static_assert(output_shape<From<"y", OneHot<7>>, Features<2>, label> == Features<7>);
static_assert(output_shape<Projection<"y", 7>, Features<5>, label> == Features<1>);
static_assert(parameter_count<Projection<"y", 7>, Features<5>, label> == 6 + 35);
static_assert(parameter_count<AdaIN<"y">, Image<2, 4, 4>, vector> == 4 * 11);
static_assert(parameter_count<ConditionalBatchNorm<"y", 7>, Image<2, 4, 4>, label> == 2 * 7 * 2);
static_assert(output_shape<Seq<With<"y">, With<"z", Tanh>>, Features<4>, vector, Wire{"z", Features<3>}> ==
              Features<17>);

// ---- values that a network leaves ----
using Middle = Seq<Conv<8, 4, 2>, ReLU, Let<"h", Conv<5, 4, 2>, Tanh>, Flatten, Linear<1>>;
static_assert(output_shape<Middle, Image<3, 16, 16>> == Features<1>);
static_assert(shape_at<"h", Middle, Image<3, 16, 16>> == Image<5, 4, 4>);
static_assert(shape_at<"y", With<"y">, Features<2>, vector> == Features<10>, "an input has its name too");
static_assert(shape_at<"h", Seq<Let<"h", Linear<3>>, Let<"h", Linear<4>>>, Features<2>> == Features<4>,
              "the later one");
static_assert(shape_at<"mu", ConditioningAugmentation<6>, Features<9>> == Features<6>);
static_assert(shape_at<"log_sigma", GatedConditioningAugmentation<6>, Features<9>> == Features<6>);

TEST_CASE("names of parameters: a layer that reads or leaves values is a sequence in its place") {
  Graph const g =
      trace<Seq<ReLU, With<"y", Linear<3>, Tanh, Linear<2>>, From<"y", Linear<1>>>, vector>(features(4));
  CHECK(names_of(g) == Names{"1.0.weight", "1.0.bias", "1.2.weight", "1.2.bias", "2.0.weight", "2.0.bias"});
  CHECK(test::names<Seq<Let<"h", Linear<3>>>>(features(4)) == Names{"0.0.weight", "0.0.bias"});
  CHECK(test::names<Seq<Frozen<Linear<3>>>>(features(4)) == Names{"0.0.weight", "0.0.bias"});
  CHECK(test::names<Seq<SpectralNorm<Linear<3>>>>(features(4)) ==
        Names{"0.0.weight_orig", "0.0.weight_u", "0.0.bias"});
  CHECK(test::names<Seq<Equalized<Linear<3>>>>(features(4)) == Names{"0.0.weight", "0.0.bias"});
  CHECK(test::names<Seq<ResidualWith<Conv<3, 1>, NoBias<Conv<3, 3>>>>>(image(3, 4, 4)) ==
        Names{"0.0.weight", "0.shortcut.0.weight", "0.shortcut.0.bias"});
  CHECK(test::names<Seq<SelfAttention>>(image(8, 2, 2)) ==
        Names{"0.theta.weight", "0.phi.weight", "0.g.weight", "0.o.weight", "0.gamma"});
}
TEST_CASE("names of the parameters of conditional layers") {
  CHECK(names_of(trace<Seq<ConditionalBatchNorm<"y", 4>>, label>(image(2, 3, 3))) ==
        Names{"0.running_mean", "0.running_var", "0.gain.weight", "0.offset.weight"});
  CHECK(names_of(trace<Seq<LinearBatchNorm<"y">>, vector>(image(2, 3, 3))) ==
        Names{"0.running_mean", "0.running_var", "0.gain.weight", "0.bias.weight"});
  CHECK(names_of(trace<Seq<AdaIN<"y">>, vector>(image(2, 3, 3))) == Names{"0.weight", "0.bias"});
  CHECK(names_of(trace<Seq<Projection<"y", 4>>, label>(features(5))) ==
        Names{"0.linear.weight", "0.linear.bias", "0.embed.weight"});
}

TEST_CASE("a class's gain is 1 at first, also where weights are kept in other ways") {
  using Norm = ConditionalBatchNorm<"y", 4>;
  for (Graph const& g : {trace<Seq<SpectralNorm<Norm>>, label>(image(2, 3, 3)),
                         trace<Seq<Equalized<Norm>>, label>(image(2, 3, 3))}) {
    REQUIRE(names_of(g) ==
            Names{"0.0.running_mean", "0.0.running_var", "0.0.gain.weight", "0.0.offset.weight"});
    for (std::size_t k : {2u, 3u}) {
      CHECK(g.slot[k].mean == (k == 2 ? 1 : 0));
      CHECK(g.slot[k].deviation == 0);
    }
  }
}

TEST_CASE("a value is what its layers made, and the main one goes on") {
  Sheet s;
  Weights w{.name = ""};
  Wires wires;
  Tensor const x = s.add_input(features(4));
  Tensor const y = apply<Seq<Let<"h", Times<2>>, Times<3>, With<"h", Times<-1>>>>(w, x, {}, wires);
  REQUIRE(wires["h"]);
  CHECK(!wires["g"]);
  s.run();
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t k = 0; k < 4; ++k) {
      double const v = s.input[0][n * 4 + k];
      CHECK(s.of(wires["h"])[n * 4 + k] == 2 * v);
      CHECK(s.of(y)[n * 8 + k] == doctest::Approx(6 * v));
      CHECK(s.of(y)[n * 8 + 4 + k] == -2 * v);
    }
}
TEST_CASE("a vector stands beside every pixel") {
  Sheet s;
  Weights w{.name = ""};
  Wires wires;
  Tensor const x = s.add_input(image(1, 2, 3)), v = s.add_input(features(2));
  wires.set("y", v);
  Tensor const y = apply<With<"y">>(w, x, {}, wires);
  s.run();
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t p = 0; p < 6; ++p) {
      CHECK(s.of(y)[(n * 6 + p) * 3] == s.input[0][n * 6 + p]);
      for (std::size_t k = 0; k < 2; ++k) CHECK(s.of(y)[(n * 6 + p) * 3 + 1 + k] == s.input[1][n * 2 + k]);
    }
}
TEST_CASE("From reads the value in place of the main one") {
  Sheet s;
  Weights w{.name = ""};
  Wires wires;
  Tensor const x = s.add_input(features(2)), v = s.add_input(features(3));
  wires.set("y", v);
  Tensor const y = apply<Seq<Tanh, From<"y", Times<5>>>>(w, x, {}, wires);
  s.run();
  for (std::size_t k = 0; k < 9; ++k) CHECK(s.of(y)[k] == 5 * s.input[1][k]);
}

/// Does what is wrong with Net say so?
template <class Net, Wire... Beside>
static bool refuses(Shape in, std::string_view what) {
  Graph const g = trace<Net, Beside...>(in);
  INFO(std::string(g.fault.view()));
  bool const says = g.fault.view().find(what) != std::string_view::npos;
  CHECK(says);
  return says;
}
TEST_CASE("values that are not there, or do not fit") {
  CHECK(refuses<Seq<Tanh, With<"y">>>(features(2), "layer 2 of 2, With<y>: it reads a value \"y\""));
  CHECK(refuses<From<"h", Tanh>>(features(2), "put Let<\"h\""));
  CHECK(refuses<Seq<From<"h">, Let<"h", Tanh>>>(features(2), "it reads a value \"h\""));
  CHECK(refuses<With<"y">, map>(image(2, 5, 4), "the value \"y\" is 3x4x4 and cannot stand beside 2x5x4"));
  CHECK(refuses<From<"y", Embedding<4, 2>>, vector>(features(2), "it takes one whole number a sample"));
  CHECK(refuses<From<"y", OneHot<4>>, vector>(features(2), "it turns one whole number a sample"));
  CHECK(refuses<AdaIN<"y">>(image(2, 3, 3), "it reads a value \"y\""));
  Graph const g = trace<Tanh>(features(2), Mode::Train, "h");
  CHECK(g.fault.view().find("it has no value \"h\"") != std::string_view::npos);
}

using A = Seq<Linear<3>, Shared<"head", Tanh, Linear<2>>>;
using B = Seq<Linear<3>, Tanh, Linear<3>, Shared<"head", Tanh, Linear<2>>>;

TEST_CASE("Shared: networks with one pool have one set of parameters, under the pool's name") {
  Graph g;
  Weights pool{.name = "both"}, a{.name = "a", .shared = &pool}, b{.name = "b", .shared = &pool};
  Tensor const x = g.add_input("x", features(4));
  apply<A>(a, x);
  apply<B>(b, x);
  CHECK(g.fault.view() == "");
  CHECK(names_of(g) == Names{"a.0.weight", "a.0.bias", "both.head.1.weight", "both.head.1.bias", "b.0.weight",
                             "b.0.bias", "b.2.weight", "b.2.bias"});
  CHECK(a.trainable().size() == 2);
  CHECK(b.trainable().size() == 4);
  CHECK(pool.trainable().size() == 2);
  std::size_t const slots = g.slot.size();
  apply<A>(a, x, {.mode = Mode::Eval});  // and so has a further use of each
  apply<B>(b, x, {.mode = Mode::Eval});
  CHECK(g.slot.size() == slots);
}
TEST_CASE("Shared: a network without a pool keeps its own") {
  Graph g;
  Weights a{.name = "a"}, b{.name = "b"};
  Tensor const x = g.add_input("x", features(4));
  apply<A>(a, x);
  apply<A>(b, x);
  CHECK(names_of(g) == Names{"a.0.weight", "a.0.bias", "a.1.head.1.weight", "a.1.head.1.bias", "b.0.weight",
                             "b.0.bias", "b.1.head.1.weight", "b.1.head.1.bias"});
  CHECK(a.trainable().size() == 4);
  CHECK(test::names<A>(features(4)) == Names{"0.weight", "0.bias", "1.head.1.weight", "1.head.1.bias"});
}
TEST_CASE("Shared: several names, in any order, and twice in one network") {
  using First = Seq<Shared<"one", Linear<4>>, Tanh, Shared<"two", Linear<4>>>;
  using Second = Seq<Shared<"two", Linear<4>>, Shared<"one", Linear<4>>, Shared<"one", Linear<4>>>;
  Sheet s;
  Weights pool{.name = ""}, a{.name = "a", .shared = &pool}, b{.name = "b", .shared = &pool};
  Tensor const x = s.add_input(features(4)), p = apply<First>(a, x), q = apply<Second>(b, p);
  CHECK(s.g.fault.view() == "");
  CHECK(names_of(s.g) == Names{"one.0.weight", "one.0.bias", "two.0.weight", "two.0.bias"});
  s.run();
  std::vector<double> value = s.of(p);  // q, by hand
  for (std::size_t at : {2u, 0u, 0u}) {
    std::vector<double> next;
    for (std::size_t n = 0; n < 3; ++n)
      for (std::size_t o = 0; o < 4; ++o) {
        next.push_back(s.slot[at + 1][o]);
        for (std::size_t i = 0; i < 4; ++i) next.back() += value[n * 4 + i] * s.slot[at][i * 4 + o];
      }
    value = next;
  }
  for (std::size_t k = 0; k < value.size(); ++k) CHECK(s.of(q)[k] == doctest::Approx(value[k]));
}
/// Why two networks with one pool cannot be.
template <class P, class Q>
static std::string fault_of_both() {
  Graph g;
  Weights pool{.name = ""}, a{.name = "a", .shared = &pool}, b{.name = "b", .shared = &pool};
  Tensor const x = g.add_input("x", features(4));
  apply<P>(a, x);
  apply<Q>(b, x);
  return std::string(g.fault.view());
}
TEST_CASE("Shared: layers under one name are the same") {
  using One = Shared<"one", Linear<4>>;
  using Both = Seq<One, Shared<"two", Linear<4>>>;
  CHECK(fault_of_both<Both, One>() == "");
  CHECK(fault_of_both<Both, Seq<Shared<"one", Linear<4>, Linear<4>>>>().find(
            "what is shared as \"one\" has 2 parameters in one place and 4 in another") != std::string::npos);
  CHECK(fault_of_both<Both, Seq<Shared<"one", NoBias<Linear<4>>>>>().find(
            "2 parameters in one place and 1") != std::string::npos);
  CHECK(fault_of_both<One, Shared<"one", Linear<5>>>().find("a shared parameter is ") != std::string::npos);
}
TEST_CASE("Shared: running statistics move by each network that uses them") {
  using Net = Shared<"norm", BatchNorm>;
  Sheet s;
  Weights pool{.name = ""}, a{.name = "a", .shared = &pool}, b{.name = "b", .shared = &pool};
  Tensor const x = s.add_input(image(1, 2, 2)), z = s.add_input(image(1, 2, 2));
  apply<Net>(a, x);
  apply<Net>(b, z);
  REQUIRE(names_of(s.g) ==
          Names{"norm.0.weight", "norm.0.bias", "norm.0.running_mean", "norm.0.running_var"});
  s.run();
  double m = s.slot[2][0];
  for (auto const& values : s.input) {
    double mean = 0;
    for (double v : values) mean += v / double(values.size());
    m = 0.9 * m + 0.1 * mean;
  }
  CHECK(s.after[2][0] == doctest::Approx(m));
}
TEST_CASE("Shared: an optimiser's step of one network is seen by the next") {
  Sheet s;
  Weights pool{.name = ""}, a{.name = "a", .shared = &pool}, b{.name = "b", .shared = &pool};
  using Net = Shared<"scale", NoBias<Linear<1>>>;
  Tensor const x = s.add_input(features(1)), p = apply<Net>(a, x), before = pool.current[0];
  pool.replace(before, update(before, 2 * before));
  Tensor const q = apply<Net>(b, x);
  s.run();
  for (std::size_t k = 0; k < 3; ++k) CHECK(s.of(q)[k] == doctest::Approx(2 * s.of(p)[k]));
}

TEST_CASE("Frozen: values as without it, and no gradient, only inside") {
  Sheet s;
  Weights w{.name = ""}, v{.name = "v"};
  Tensor const x = s.add_input(features(3));
  Tensor const y = apply<Seq<Frozen<Linear<3>, Tanh>, Linear<2>>>(w, x),
               z = apply<Seq<Seq<Linear<3>, Tanh>, Linear<2>>>(v, x);
  s.fill();
  for (std::size_t k = 0; k < 4; ++k) s.slot[k + 4] = s.slot[k];
  s.run();
  CHECK(s.of(y) == s.of(z));
  auto const d = gradient(sum(y), w.trainable());
  s.run();
  REQUIRE(d.size() == 4);
  auto nothing = [&](std::size_t k) {
    for (double g : s.of(d[k]))
      if (g != 0) return false;
    return true;
  };
  CHECK(nothing(0));
  CHECK(nothing(1));
  CHECK(!nothing(2));
  CHECK(!nothing(3));
}

TEST_CASE("Fade: one number by name, from the old to the new") {
  using Net =
      Seq<Fade<"t", Times<2>, Times<-4>>, Fade<"t", Times<1>, Times<3>>, Fade<"u", Times<1>, Times<2>>>;
  Sheet s;
  Weights w{.name = ""};
  Tensor const x = s.add_input(features(2)), y = apply<Net>(w, x);
  REQUIRE(s.g.scalar.size() == 2);
  CHECK(s.g.name(s.g.scalar[0]) == "t");
  CHECK(s.g.name(s.g.scalar[1]) == "u");
  for (double t : {0.0, 0.25, 1.0})
    for (double u : {0.0, 0.5, 1.0}) {
      s.scalar = {t, u};
      s.run();
      double const factor = (2 * t - 4 * (1 - t)) * (t + 3 * (1 - t)) * (u + 2 * (1 - u));
      for (std::size_t k = 0; k < 6; ++k) CHECK(s.of(y)[k] == doctest::Approx(factor * s.input[0][k]));
    }
}
TEST_CASE("Fade: shapes and names that meet") {
  CHECK(refuses<Seq<Fade<"t", Linear<3>, Times<1>>>>(features(2), "it fades from 2 features to 3 features"));
  CHECK(refuses<Seq<Fade<"t", Linear<2>, Linear<2>>>>(features(2), "two parameters are called 0.weight"));
  CHECK(test::names<Seq<Fade<"t", Named<"new", NoBias<Linear<2>>>, Named<"old", NoBias<Linear<2>>>>>>(
            features(2)) == Names{"new.weight", "old.weight"});
}
