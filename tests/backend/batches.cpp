// Batches of other sizes than N on both backends: 2N samples that are normalised together, and a second
// domain with M of its own.
#include <doctest/doctest.h>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/layers.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/descend.hpp>

#include "support/values.hpp"

using namespace agon;

namespace {

using Net = Seq<NoBias<Conv<8, 3, 2>>, BatchNorm, LeakyReLU<0.2>, MinibatchStddev<2>, Dropout<0.5>, Flatten,
                Linear<3>>;

/// A network on N pictures and N others, stacked, and on M of a second domain; a step down a loss of all.
struct Step {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    Tensor const real = g.add_input("real", Image<2, 8, 6>), fake = g.add_input("fake", Image<2, 8, 6>),
                 other = g.add_input("other", Image<2, 8, 6>.samples(1, 1));
    Tensor const both = apply<Net>(w, stack(real, fake)), theirs = apply<Net>(w, other);
    Tensor const of_real = take_samples(both, 0), of_fake = take_samples(both, 1);
    Tensor const loss = mean(softplus(-of_real)) + mean(softplus(of_fake)) + mean(square(theirs)) +
                        mean(square(of_real - of_fake)) + mean(both);
    g.keep("real", of_real);
    g.keep("fake", of_fake);
    g.keep("both", both);
    g.keep("other", theirs);
    g.keep("loss", loss);
    g.keep("by_real", gradient(loss, {real})[0]);
    g.keep("by_other", gradient(loss, {other})[0]);
    descend<Adam>(w, loss);
  }
};

/// The same on one batch that was stacked outside.
struct Whole {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    g.keep("both", apply<Seq<Conv<8, 3, 2>, BatchNorm, LeakyReLU<0.2>, Flatten, Linear<3>>>(
                       w, g.add_input("x", Image<2, 8, 6>)));
  }
};
struct Stacked {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    Tensor const a = g.add_input("a", Image<2, 8, 6>), b = g.add_input("b", Image<2, 8, 6>);
    g.keep("both", apply<Seq<Conv<8, 3, 2>, BatchNorm, LeakyReLU<0.2>, Flatten, Linear<3>>>(w, stack(a, b)));
  }
};

template <class Backend, class P>
struct Run {
  using S = typename Backend::Scalar;
  Store<S> store{};
  typename Backend::template Engine<P> machine;
  explicit Run(Batches const& batch) : machine(store, batch) {
    for (auto& e : store.entries())
      for (long k = 0; k < e.slot.shape.size(); ++k)
        if (e.slot.role == Role::parameter) e.memory.data()[k] = S(test::noise(e.name, 0, k) * 0.3);
  }
  void feed(char const* name, double (*value)(long)) {
    auto const x = machine.input(name);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = S(value(long(k)));
  }
  std::vector<double> of(char const* name) {
    auto const y = machine.output(name);
    return {y.begin(), y.end()};
  }
};
double wave(long k) { return std::sin(0.37 * double(k)); }
double later(long k) { return std::sin(0.37 * double(k + 3 * 96)); }
double noise(long k) { return std::sin(double(k) * double(k)); }

}  // namespace

TEST_CASE("a step on N, 2N and M samples: both backends agree") {
  Batches const batch{4, 6};
  Run<Reference<double>, Step> exact(batch);
  Run<Cpu, Step> single(batch);
  auto run = [&](auto& r) {
    r.feed("real", wave);
    r.feed("fake", later);
    r.feed("other", noise);
    Adam{}.set(r.machine, "net", 1);
    r.machine.run({3, 1});
  };
  run(exact);
  run(single);
  CHECK(exact.of("both").size() == 8 * 3);
  CHECK(exact.of("other").size() == 6 * 3);
  CHECK(exact.of("by_other").size() == 6 * 96);
  for (char const* name : {"real", "fake", "both", "other", "loss", "by_real", "by_other"}) {
    CAPTURE(name);
    auto const a = exact.of(name), b = single.of(name);
    REQUIRE(a.size() == b.size());
    double norm = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      REQUIRE(b[k] == doctest::Approx(a[k]).epsilon(1e-4).scale(1e-2));
      norm += std::abs(a[k]);
    }
    CHECK(norm > 0);
  }
  for (auto const& e : exact.store.entries())
    for (long k = 0; k < e.slot.shape.size(); ++k)
      REQUIRE(double(single.store.find(e.name)->memory.data()[k]) ==
              doctest::Approx(e.memory.data()[k]).epsilon(1e-3).scale(1e-2));
}

TEST_CASE_TEMPLATE("stacked samples share their batch statistics", Backend, Cpu, Reference<double>) {
  Run<Backend, Whole> whole(6);
  Run<Backend, Stacked> stacked(3);
  whole.feed("x", wave);
  stacked.feed("a", wave);
  stacked.feed("b", later);  // where `wave` goes on after three samples of 96 numbers
  whole.machine.run({});
  stacked.machine.run({});
  auto const a = whole.of("both"), b = stacked.of("both");
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) CHECK(b[k] == doctest::Approx(a[k]).epsilon(1e-6));
}

TEST_CASE_TEMPLATE("one number is the size of all batches", Backend, Cpu, Reference<double>) {
  Store<typename Backend::Scalar> store;
  typename Backend::template Engine<Step> machine(store, 4);
  CHECK(machine.input("other").size() == 4 * 96);
  CHECK(machine.batches() == Batches{4, 4});
  CHECK_THROWS_WITH_AS((typename Backend::template Engine<Step>(store, Batches{4, 3})),
                       doctest::Contains("groups of 2; take a multiple of it"), Error);
}
