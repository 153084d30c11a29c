#pragma once
#include <algorithm>
#include <array>

#include <agon/backend/cuda/kernels.hpp>

/// How kernels are started: with how many blocks, and with what. A `Starter` starts them: start(name, kernel,
/// blocks, arguments...), as OnDevice does.
namespace agon::cuda {

/// An expression at one batch: the addresses of its operands, and its domain.
struct Pass {
  float* const* at = nullptr;
  long samples = 1, pixels = 1;
  int c = 1;
  RandomKey const* key = nullptr;  // on the device
  float* part = nullptr;           // room for the parts of sums
};
/// Updates that one launch makes: all on the device.
struct Updates {
  float* const* at = nullptr;  // of each member's operands
  Share const* share = nullptr;
  long shares = 0;
  RandomKey const* key = nullptr;
};
/// An expression of a program: how it is run, how much room the parts of its sums take, and, of one that
/// updates parameters, how it is run for several.
struct Kernel {
  void (*run)(Pass const&) = nullptr;
  long (*room)(long samples, long pixels, int c) = nullptr;
  void (*run_all)(Updates const&) = nullptr;
};

namespace detail {

template <class Starter, Kind Which, std::uint64_t... C>
void launch_sums(Pass const& p, Addresses<Code<C...>::operands> const& at) {
  using E = Code<C...>;
  constexpr int n = Sums<E>::count_of(Which);
  Reduction const r{Which, p.samples, p.pixels, p.c};
  Split const s = split(r);
  long const targets = r.targets();
  Starter::start("reduce", reduce<Which, C...>, {s.blocks(targets), s.parts}, at, r, s, p.key, p.part);
  Addresses<n> to{};
  int next = 0;
  for (int k = 0; k < E::size; ++k)
    if (Instruction const i = E::at(k); i.op == Op::sum && i.kind == Which) to.of[next++] = p.at[i.b];
  Starter::start("combine", combine<n>, {blocks_for(targets * combining(s.parts))}, to, p.part, s.parts,
                 targets);
}
template <class Starter, std::uint64_t... C>
void launch(Pass const& p) {
  using E = Code<C...>;
  Addresses<E::operands> at{};
  std::copy_n(p.at, E::operands, at.of);
  if constexpr (!Sums<E>::any) {
    long const elements = p.samples * p.pixels * p.c;
    Starter::start("elementwise", elementwise<C...>, some_blocks(elements), at, elements, p.pixels, p.c,
                   p.key);
  } else
    Sums<E>::each([&]<Kind Which>() { launch_sums<Starter, Which, C...>(p, at); });
}
template <class Starter, std::uint64_t... C>
void launch_updates(Updates const& u) {
  Starter::start("update", update<C...>, {u.shares}, u.at, u.share, u.key);
}
template <class E>
long room(long samples, long pixels, int c) {
  long most = 0;
  for (Kind const kind : kinds)
    if (long const n = Sums<E>::count_of(kind)) {
      Reduction const r{kind, samples, pixels, c};
      most = std::max(most, n * r.targets() * split(r).parts);
    }
  return most;
}
/// nvcc spells a kernel's arguments out: none of them may be named by way of a program.
template <class Starter, bool Updating, std::uint64_t... C>
constexpr Kernel kernel(Code<C...>) {
  Kernel k{launch<Starter, C...>, room<Code<C...>>};
  if constexpr (Updating) k.run_all = launch_updates<Starter, C...>;
  return k;
}
/// Which kernels have a call that only updates.
template <auto const& P>
inline constexpr auto updating = [] {
  std::array<bool, P.counts.kernels> all{};
  ProgramView const p(P);
  for (Call const& c : p.call)
    if (only_updates(p, c)) all[std::size_t(c.kernel)] = true;
  return all;
}();
template <auto const& P, class Starter, int... K>
constexpr std::array<Kernel, sizeof...(K)> kernels(std::integer_sequence<int, K...>) {
  return {kernel<Starter, updating<P>[K]>(code_of<P, K>())...};
}

}  // namespace detail

/// The expressions of a program, by their numbers.
template <auto const& P, class Starter>
inline constexpr auto kernels =
    detail::kernels<P, Starter>(std::make_integer_sequence<int, P.counts.kernels>{});

namespace detail {

template <class Starter, Op O>
void launch_move(Geometry const& g, float const* a, float const* b, float* y, long elements) {
  Starter::start("move", move<O>, some_blocks(elements), g, a, b, y, elements);
}
template <class Starter, int... O>
constexpr auto movers(std::integer_sequence<int, O...>) {
  return std::array{launch_move<Starter, Op(O + int(Op::concat))>...};
}

}  // namespace detail

/// Starts a movement of a and, if it has another operand, b, whose result has that many elements.
template <class Starter>
void start_move(Op op, Geometry const& g, float const* a, float const* b, float* y, long elements) {
  static constexpr auto all = detail::movers<Starter>(Movements{});
  all[std::size_t(op) - std::size_t(Op::concat)](g, a, b, y, elements);
}

}  // namespace agon::cuda
