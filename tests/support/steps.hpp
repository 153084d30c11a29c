#pragma once
#include <doctest/doctest.h>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <agon/train/adam.hpp>

#include "values.hpp"

namespace agon::test {

/// Is it Adam, whatever it is wrapped in?
template <class Optimiser>
constexpr bool is_adam() {
  if constexpr (requires(Optimiser o) { o.optimiser; })
    return is_adam<decltype(Optimiser::optimiser)>();
  else
    return std::is_same_v<Optimiser, Adam>;
}

/// Training steps of program P, on noise: element e of sample n of an input is 2 u - 1 with u from the
/// input's name, counted in PyTorch's order. The optimiser is Adam with its defaults, unless said otherwise.
template <class P, class Backend, class Optimiser = Adam>
class Steps {
 public:
  using Scalar = typename Backend::Scalar;
  using Engine = typename Backend::template Engine<P>;

  Steps(Store<Scalar>& store, long batch, Optimiser const& optimiser = {})
      : optimiser_(optimiser), store_(store), engine_(store, batch) {}

  void run(long t) {
    RandomKey const key{store_.seed(), std::uint32_t(t)};
    for (Terminal const& in : program.input)
      fill_with_noise(program.name(in.name), engine_.input(program.name(in.name)), in.shape, 1, key);
    for (Label const l : program.scalar)
      if (std::string const name(program.name(l)); name.ends_with(mark))
        optimiser_.set(engine_, name.substr(0, name.size() - std::string_view(mark).size()), t);
    engine_.run(key);
  }
  Engine& engine() { return engine_; }
  /// An output or a slot by name, in PyTorch's order.
  std::vector<Scalar> of(std::string const& name) const {
    if (auto const* e = store_.find(name)) return canonical(e->slot, e->memory.data());
    for (Terminal const& out : program.output)
      if (program.name(out.name) == name) return channels_first<Scalar>(engine_.output(name), out.shape);
    throw std::runtime_error(name + ": the program has nothing of this name");
  }
  std::vector<std::string> names() const {
    std::vector<std::string> r;
    for (Terminal const& out : program.output) r.emplace_back(program.name(out.name));
    for (auto const& e : store_.entries()) r.push_back(e.name);
    return r;
  }
  /// All of it, to compare bits.
  std::vector<std::vector<Scalar>> everything() const {
    std::vector<std::vector<Scalar>> r;
    for (std::string const& name : names()) r.push_back(of(name));
    return r;
  }

 private:
  static constexpr auto const& program = Compiled<P>::program;
  static constexpr char const* mark = is_adam<Optimiser>() ? ".step_size" : ".rate";
  Optimiser optimiser_;
  Store<Scalar>& store_;
  Engine engine_;
};

/// |x - y| / |y|, Euclidean.
template <class A, class B>
double distance(std::vector<A> const& x, std::vector<B> const& y) {
  double difference = 0, norm = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    double const d = double(x[k]) - double(y[k]);
    difference += d * d;
    norm += double(y[k]) * double(y[k]);
  }
  return difference == 0 ? 0 : std::sqrt(difference / norm);
}

/// Five steps of P against PyTorch's in float64: on Reference<double> every parameter, moment, running
/// statistic and output to 1e-8, on Single to 1e-3. Single is compared with all numbers of Reference, too.
template <class P, class Optimiser = Adam>
void check_steps(std::string const& file, Optimiser const& optimiser = {}) {
  Golden const golden(file);
  std::uint64_t const seed = std::uint64_t(golden.note("seed"));
  Store<double> exact_store(seed);
  Store<float> store(seed);
  Steps<P, Reference<double>, Optimiser> exact(exact_store, golden.note("batch"), optimiser);
  Steps<P, Single, Optimiser> single(store, golden.note("batch"), optimiser);
  REQUIRE(golden.names().size() == exact.names().size());
  for (long t = 1; t <= 5; ++t) {
    exact.run(t);
    single.run(t);
    Farthest in_double, in_float;
    for (std::string const& name : exact.names()) {
      auto const expected = exact.of(name);
      in_double.see(golden.error(name, expected, t), name);
      in_float.see(golden.error(name, single.of(name), t), name);
      in_float.see(distance(single.of(name), expected), name);
    }
    report(file + ", step " + std::to_string(t), in_double.error, in_float.error);
    {
      INFO(in_double.name);
      CHECK(in_double.error < 1e-8);
    }
    INFO(in_float.name);
    CHECK(in_float.error < 1e-3);
  }
}

/// Three steps of P on Single give the same bits in every run, with one, two and four threads.
template <class P>
void check_threads(long batch) {
  int const usual = thread_count();
  std::vector<std::vector<float>> expected;
  for (int threads : {1, 2, 4}) {
    CAPTURE(threads);
    omp_set_num_threads(threads);
    Store<float> store(1);
    Steps<P, Single> steps(store, batch);
    for (long t = 1; t <= 3; ++t) steps.run(t);
    if (threads == 1) expected = steps.everything();
    CHECK(steps.everything() == expected);
  }
  omp_set_num_threads(usual);
}

/// A network's parameters and their moments.
template <class S>
std::vector<std::vector<S>> state(Store<S>& store, std::string const& network) {
  std::vector<std::vector<S>> r;
  for (auto const& e : store.entries())
    if (e.slot.role != Role::statistic && (e.name + '.').find(network + '.') != std::string::npos)
      r.push_back(canonical(e.slot, e.memory.data()));
  return r;
}

/// Twelve moves over one store, each `turn`-th one the generator's and the others the discriminator's: none
/// changes a bit of the other player's parameters and moments.
template <class Discriminator, class Generator, class Backend>
void check_players(long turn) {
  Store<typename Backend::Scalar> store(1);
  Steps<Discriminator, Backend> first(store, 4);
  Steps<Generator, Backend> second(store, 4);
  REQUIRE(!state(store, "D").empty());
  REQUIRE(!state(store, "G").empty());
  for (long t = 1; t <= 12; ++t) {
    bool const of_second = t % turn == 0;
    auto const g = state(store, "G"), d = state(store, "D");
    if (of_second)
      second.run(t);
    else
      first.run(t);
    CHECK((state(store, "D") == d) == of_second);
    CHECK((state(store, "G") == g) == !of_second);
  }
}

/// Two engines take turns over one store, and the bits are those of one engine alone.
template <class P>
void check_turns(long batch) {
  Store<float> alone(1), shared(1);
  Steps<P, Single> one(alone, batch), first(shared, batch), second(shared, batch);
  for (long t = 1; t <= 4; ++t) {
    one.run(t);
    Steps<P, Single>& now = t % 2 ? first : second;
    now.run(t);
    CHECK(now.everything() == one.everything());
  }
}

}  // namespace agon::test
