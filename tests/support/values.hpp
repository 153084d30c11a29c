#pragma once
#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

#include <agon/backend/reference/reference.hpp>

#include "golden.hpp"
#include "single.hpp"

namespace agon::test {

/// 2 u - 1, u element `e` of a sample in the stream of that name.
inline double noise(std::string_view name, long sample, long e, RandomKey key = {1, 0}) {
  return 2 * uniform(draw(key, stream_of(name), std::uint32_t(sample), std::uint32_t(e))) - 1;
}

/// Fills a batch of samples of shape d; elements count in PyTorch's order.
template <class S>
void fill_with_noise(std::string_view name, std::span<S> to, Shape d, double scale = 1,
                     RandomKey key = {1, 0}) {
  long const pixels = long(d.h) * d.w;
  for (long k = 0; k < long(to.size()); ++k)
    to[std::size_t(k)] = S(scale * noise(name, k / d.size(), k % d.c * pixels + k / d.c % pixels, key));
}

/// The largest error, and whose.
struct Farthest {
  double error = 0;
  std::string name{};
  void see(double e, std::string const& of) {
    if (!(e <= error)) error = e, name = of;
  }
};

inline void report(std::string const& what, double exact, double single) {
  MESSAGE(what, ": reference within ", exact, ", single within ", single);
}

/// A machine of any program, to compare values with.
template <class S>
struct Subject {
  ProgramView program;
  Store<S>& store;
  std::function<std::span<S>(std::string_view)> input;
  std::function<std::span<S const>(std::string_view)> output;
  std::function<void(RandomKey)> run;
};

/// A program that reads noise under its inputs' names (logits four times that, labels 0 to 3), with its slots
/// 0.4 times noise about their means: outputs and statistics after one run, against the tensors of a golden
/// file whose names begin with `prefix`. An output that ends in a slot's name is a gradient by it.
template <class S>
double error_of_values(Subject<S> const& subject, Golden const& golden, std::string const& prefix) {
  ProgramView const& p = subject.program;
  for (auto& e : subject.store.entries())
    for (long k = 0; k < e.slot.shape.size(); ++k)
      e.memory.data()[position(e.slot, k)] = S(e.slot.mean + 0.4 * noise(e.name, 0, k));
  for (Terminal const& in : p.input) {
    std::string_view const name = p.name(in.name);
    fill_with_noise(name, subject.input(name), in.shape, name.ends_with("logits") ? 4 : 1);
    if (name == "label")
      for (S& k : subject.input(name)) k = S(std::floor(2 + 2 * k));
  }
  subject.run({1, 0});
  Farthest farthest;
  for (Terminal const& out : p.output) {
    std::string const name(p.name(out.name));
    std::span<S const> const x = subject.output(name);
    if (out.shape.batched)
      farthest.see(golden.error(prefix + name, channels_first<S>(x, out.shape)), name);
    else if (auto const* e = subject.store.find(name.substr(name.rfind('/') + 1)))
      farthest.see(golden.error(prefix + name, canonical(e->slot, x.data())), name);
    else
      farthest.see(golden.error(prefix + name, std::vector<S>(x.begin(), x.end())), name);
  }
  for (auto& e : subject.store.entries())
    if (e.slot.role == Role::statistic && golden.has(prefix + e.name))
      farthest.see(golden.error(prefix + e.name, canonical(e.slot, e.memory.data())), e.name);
  INFO(prefix, farthest.name);
  CHECK(farthest.error < (sizeof(S) == 8 ? 1e-10 : 1e-5));
  return farthest.error;
}
template <class P, class Backend>
double error_of_values(Golden const& golden, std::string const& prefix) {
  using S = typename Backend::Scalar;
  Store<S> store;
  typename Backend::template Engine<P> engine(store, 3);
  ProgramView const program = Compiled<P>::program;
  for (Label const l : program.scalar) engine.set(program.name(l), 0.3);
  return error_of_values<S>(
      {program, store, [&](std::string_view name) { return engine.input(name); },
       [&](std::string_view name) { return engine.output(name); }, [&](RandomKey key) { engine.run(key); }},
      golden, prefix);
}

/// Both backends.
template <class P>
void check_values(Golden const& golden, std::string const& name) {
  double const exact = error_of_values<P, Reference<double>>(golden, name + "/");
  double const single = error_of_values<P, Single>(golden, name + "/");
  report(name, exact, single);
}

}  // namespace agon::test
