#include <cmath>
#include <doctest/doctest.h>

#include <agon/network.hpp>
#include <agon/system/dtn_step.hpp>
#include <agon/train/sgd.hpp>

#include "support/steps.hpp"

using namespace agon;

namespace {
using Spread = Normal<0.3>;
struct Features : Initial<Spread, NoBias<Conv<4, 4, 2>>, BatchNorm, Tanh, Conv<6, 4, 1, 0>, BatchNorm, Tanh> {
};
struct Decoder
    : Initial<Spread, NoBias<ConvTranspose<8, 4, 1, 0>>, BatchNorm, ReLU, ConvTranspose<1, 4, 2>, Tanh> {};
template <int Logits>
struct Judge : Initial<Spread, Conv<6, 4, 2>, LeakyReLU<0.2>, NoBias<Conv<8, 4, 2>>, BatchNorm,
                       LeakyReLU<0.2>, Conv<Logits, 2, 1, 0>> {};
struct FromColours : FromPixels<Conv<4, 3>, ReLU, Conv<1, 3>, Tanh> {};

constexpr Shape street = Image<3, 8, 8>;
template <auto Objective, class G = Decoder, class Optimiser = Adam, Phase Part = Phase::both, int Logits = 3>
struct Of : DTNStep<Features, G, Judge<Logits>, Objective, street, Optimiser, Part> {};

using Step = Of<dtn::digits>;

inline constexpr auto constancy = 15 * f_constancy<>;

/// Running statistics of f that are not what they begin with, as tests/golden/dtn.py has them.
template <class S>
void make_f_known(Store<S>& store) {
  for (auto& e : store.entries())
    if (e.name.starts_with("f.") && e.slot.role == Role::statistic)
      for (long k = 0; k < e.slot.shape.size(); ++k)
        e.memory.data()[k] = S(e.slot.mean + 0.4 * test::noise(e.name, 0, k, {store.seed(), 0}));
}

/// All numbers, or those but running statistics, of networks whose names begin so, with their moments.
template <class S>
std::vector<std::vector<S>> numbers(Store<S>& store, std::string const& network, bool statistics) {
  std::vector<std::vector<S>> r;
  for (auto const& e : store.entries())
    if ((statistics || e.slot.role != Role::statistic) &&
        ("." + e.name).find("." + network + ".") != std::string::npos)
      r.push_back(test::canonical(e.slot, e.memory.data()));
  return r;
}

/// Does a program have parameters of that network?
template <class Step>
constexpr bool has(std::string_view network) {
  for (Slot const& s : Compiled<Step>::program.slot)
    if (Compiled<Step>::program.name(s.name).starts_with(network)) return true;
  return false;
}
}  // namespace

static_assert(needs(dtn::digits, "G(real)") && needs(dtn::digits, "f(input)") &&
              needs(dtn::digits, "f(fake)"));
static_assert(needs(ternary + constancy, "G(real)") && !needs(constancy, "G(real)"));
static_assert(!needs(ternary + 15 * target_identity<>, "f(fake)"));

// tests/golden/dtn.py
TEST_CASE("five steps agree with PyTorch's, f's statistics being what they are given as") {
  test::Golden const golden("dtn");
  std::uint64_t const seed = std::uint64_t(golden.note("seed"));
  Store<double> exact_store(seed);
  Store<float> store(seed);
  test::Steps<Step, Reference<double>> exact(exact_store, golden.note("batch"));
  test::Steps<Step, test::Single> single(store, golden.note("batch"));
  make_f_known(exact_store);
  make_f_known(store);
  REQUIRE(golden.names().size() == exact.names().size());
  for (long t = 1; t <= 5; ++t) {
    exact.run(t);
    single.run(t);
    test::Farthest in_double, in_float;
    for (std::string const& name : exact.names()) {
      in_double.see(golden.error(name, exact.of(name), t), name);
      in_float.see(golden.error(name, single.of(name), t), name);
    }
    test::report("step " + std::to_string(t), in_double.error, in_float.error);
    {
      INFO(in_double.name);
      CHECK(in_double.error < 1e-8);
    }
    INFO(in_float.name);
    CHECK(in_float.error < 1e-3);
  }
}

TEST_CASE("no bit of f ever changes, its statistics included, and G's statistics follow the source alone") {
  Store<float> store(1);
  test::Steps<Step, test::Single> steps(store, 4);
  make_f_known(store);
  auto const f = numbers(store, "f", true), g = numbers(store, "G", true);
  REQUIRE(f.size() == 11);
  for (long t = 1; t <= 4; ++t) steps.run(t);
  CHECK(numbers(store, "f", true) == f);
  CHECK(numbers(store, "G", true) != g);

  // A step that never sees G of the target leaves the same statistics of G's.
  Store<double> with(1), without(1);
  test::Steps<Step, Reference<double>> both(with, 4);
  test::Steps<Of<constancy, Decoder, SGD>, Reference<double>> source(without, 4);
  both.run(1);
  source.run(1);
  for (char const* name : {"G.1.running_mean", "G.1.running_var"}) CHECK(both.of(name) == source.of(name));
}

/// The constancy term reaches G through f alone.
TEST_CASE("the gradient through f is that of finite differences") {
  using Step = Of<constancy, Decoder, SGD>;
  auto run = [](Store<double>& store, double rate) {
    test::Steps<Step, Reference<double>> steps(store, 3);
    SGD{.rate = rate}.set(steps.engine(), "G", 1);
    steps.run(1);
    return steps.of("loss.G")[0];
  };
  auto fresh = [&](auto const& change) {
    Store<double> store(1);
    store.add(Compiled<Step>::program);
    make_f_known(store);
    change(store);
    return run(store, 0);
  };
  for (char const* name : {"G.0.weight", "G.1.weight", "G.3.weight", "G.3.bias"}) {
    Store<double> moved(1);
    moved.add(Compiled<Step>::program);
    make_f_known(moved);
    auto const& entry = *moved.find(name);
    std::vector<double> const before(entry.memory.span().begin(), entry.memory.span().end());
    run(moved, 1);
    for (std::size_t k = 0; k < before.size(); k += 1 + before.size() / 12) {
      double const by_step = before[k] - entry.memory.data()[k], h = 1e-6;
      auto at = [&](double d) {
        return fresh([&](Store<double>& s) { s.find(name)->memory.data()[k] += d; });
      };
      double const by_differences = (at(h) - at(-h)) / (2 * h);
      CAPTURE(name);
      CAPTURE(k);
      CHECK(std::abs(by_step - by_differences) < 1e-6 + 1e-5 * std::abs(by_differences));
      if (name[2] == '3') CHECK(std::abs(by_step) > 1e-4);
    }
  }
}

TEST_CASE("a phase of one player's changes no bit of the other's parameters and moments, nor of f") {
  Store<double> store(1);
  test::Steps<Of<dtn::digits, Decoder, Adam, Phase::discriminator>, Reference<double>> critic(store, 4);
  test::Steps<Of<dtn::digits, Decoder, Adam, Phase::generator>, Reference<double>> generator(store, 4);
  auto const f = numbers(store, "f", true);
  for (long t = 1; t <= 6; ++t) {
    bool const of_d = t % 3 != 0;
    auto const g = numbers(store, "G", false), d = numbers(store, "D", false);
    REQUIRE(g.size() == 15);
    REQUIRE(d.size() == 21);
    if (of_d)
      critic.run(t);
    else
      generator.run(t);
    CHECK((numbers(store, "D", false) == d) == !of_d);
    CHECK((numbers(store, "G", false) == g) == of_d);
  }
  CHECK(numbers(store, "f", true) == f);
}

TEST_CASE("what no term asks for is not there") {
  CHECK(has<Of<constancy, Decoder, SGD>>("f."));
  CHECK_FALSE(has<Of<constancy, Decoder, SGD>>("D."));
  CHECK(has<Of<Ternary{}, FromColours, SGD>>("D."));
  CHECK_FALSE(has<Of<Ternary{}, FromColours, SGD>>("f."));
  CHECK(has<Of<constancy, FromColours, SGD>>("f."));
  constexpr Phase moves = Phase::generator;
  long const all = Compiled<Of<dtn::digits, Decoder, Adam, moves>>::program.counts.calls,
             less =
                 Compiled<Of<ternary + 15 * target_identity<>, Decoder, Adam, moves>>::program.counts.calls;
  CHECK(less < all);
}

TEST_CASE("f of grey pictures reads the luminance of coloured ones") {
  struct Grey : Seq<Conv<4, 4, 2>, Tanh, Conv<6, 4, 1, 0>, Tanh> {};
  struct Coloured : Seq<ConvTranspose<8, 4, 1, 0>, ReLU, ConvTranspose<3, 4, 2>, Tanh> {};
  using Step = DTNStep<Grey, Coloured, Judge<3>, dtn::faces, Image<1, 8, 8>, Adam>;
  struct Read {
    static constexpr void build(Graph& g) {
      g.keep("grey", dtn::as_read(g.add_input("picture", Image<3, 8, 8>), Image<1, 8, 8>));
      g.keep("three", dtn::as_read(g.add_input("one", Image<1, 8, 8>), Image<3, 8, 8>));
    }
  };
  Store<double> store(1);
  test::Steps<Step, Reference<double>> steps(store, 4);
  steps.run(1);
  CHECK(std::isfinite(steps.of("loss.G")[0]));
  Store<double> none;
  test::Steps<Read, Reference<double>> read(none, 1);
  read.run(1);
  auto const picture = read.engine().input("picture");
  auto const grey = read.of("grey"), three = read.of("three");
  for (std::size_t k = 0; k < 64; ++k) {
    CHECK(grey[k] ==
          doctest::Approx(0.299 * picture[3 * k] + 0.587 * picture[3 * k + 1] + 0.114 * picture[3 * k + 2]));
    for (std::size_t c = 0; c < 3; ++c) CHECK(three[64 * c + k] == read.engine().input("one")[k]);
  }
}

TEST_CASE("D of one logit plays another game, from pixels") {
  using Step = Of<nonsaturating + constancy, FromColours, Adam, Phase::both, 1>;
  Store<double> store(1);
  test::Steps<Step, Reference<double>> steps(store, 4);
  steps.run(1);
  CHECK(steps.of("loss.D")[0] == doctest::Approx(2 * std::log(2)).epsilon(0.5));
  CHECK(steps.of("fake").size() == 4 * 64);
}
