#pragma once
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>

#include <agon/backend/cuda/geometry.hpp>
#include <agon/core/random.hpp>

/// A fused expression of a program at one element. On the device and on the host the same code runs.
namespace agon::cuda {

/// What an expression is told: its operands, and how its elements are counted.
template <class S>
struct Frame {
  S* const* at;
  long pixels;  // of one sample
  int c;
  RandomKey key;
};
/// An element of the domain: its number, and its row, sample, pixel and channel.
struct Spot {
  long element = 0, row = 0, sample = 0, pixel = 0;
  int c = 0;
};
constexpr Spot spot_of(long element, long pixels, int channels) {
  long const row = element / channels;
  return {element, row, row / pixels, row % pixels, int(element % channels)};
}
/// Where the number of an operand that belongs to this element lies.
constexpr long operand_index(Kind kind, Spot const& s, int channels) {
  switch (kind) {
    case Kind::full: return s.element;
    case Kind::channel: return s.c;
    case Kind::sample: return s.sample;
    case Kind::sample_channel: return s.sample * channels + s.c;
    case Kind::pixel: return s.row;
    case Kind::position: return s.pixel * channels + s.c;
    default: return 0;
  }
}

/// An instruction as one number, and back: what kernels have as template arguments.
constexpr std::uint64_t encoded(Instruction i) {
  return std::uint64_t(i.op) | std::uint64_t(i.kind) << 8 | std::uint64_t(i.a) << 16 |
         std::uint64_t(i.b) << 24 | std::uint64_t(i.c) << 32;
}
constexpr Instruction decoded(std::uint64_t code) {
  auto const byte = [&](int k) { return std::uint8_t(code >> 8 * k); };
  return {Op(byte(0)), Kind(byte(1)), byte(2), byte(3), byte(4)};
}

/// An expression as a type that is made of its instructions alone, whatever program it stands in.
template <std::uint64_t... Codes>
struct Code {
  static constexpr int size = sizeof...(Codes);
  static constexpr Instruction step[size] = {decoded(Codes)...};
  static constexpr Instruction at(int k) { return step[k]; }
  /// How many operands it has.
  static constexpr int operands = [] {
    int n = 0;
    for (int k = 0; k < size; ++k) {
      Instruction const i = at(k);
      int const o = i.op == Op::sum || i.op == Op::update ? i.b : is_leaf(i.op) ? i.a : -1;
      n = o >= n ? o + 1 : n;
    }
    return n;
  }();
};
/// The instructions of a program, and those of its kernel K. They are copied out: nvcc's front end spends a
/// megabyte on each look into a large program.
template <auto const& P>
inline constexpr auto all_codes = [] {
  std::array<std::uint64_t, P.instruction.size()> all{};
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = encoded(P.instruction[k]);
  return all;
}();
template <auto const& P, int K>
inline constexpr auto codes = [] {
  constexpr Expression e = P.kernel[K];
  std::array<std::uint64_t, e.size> all{};
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = all_codes<P>[std::size_t(e.first) + k];
  return all;
}();
/// Kernel K of a program.
template <auto const& P, int K>
constexpr auto code_of() {
  return []<std::size_t... I>(std::index_sequence<I...>) { return Code<codes<P, K>[I]...>{}; }
  (std::make_index_sequence<codes<P, K>.size()>{});
}

/// The value of step K, from those before it. A sum's is what is to be added; a store's is what is stored.
template <class E, int K, class S>
constexpr S value_of(S const* t, Frame<S> const& f, Spot const& s) {
  using std::abs, std::cos, std::exp, std::log, std::log1p, std::sqrt, std::tanh;
  constexpr Instruction i = E::at(K);
  if constexpr (i.op == Op::input)
    return f.at[i.a][operand_index(i.kind, s, f.c)];
  else if constexpr (i.op == Op::constant)
    return *f.at[i.a];
  else if constexpr (i.op == Op::random) {
    auto const words = draw(f.key, std::bit_cast<std::uint32_t>(float(*f.at[i.a])), std::uint32_t(s.sample),
                            std::uint32_t(s.element - s.sample * f.pixels * f.c));
    S const u = S(words[0] >> 8);
    if constexpr (Distribution(int(i.kind)) == Distribution::uniform) return u * S(0x1p-24);
    S const v = S(words[1] >> 8) * S(0x1p-24);
    return sqrt(S(-2) * log((u + S(0.5)) * S(0x1p-24))) * cos(S(6.283185307179586) * v);
  } else if constexpr (i.op == Op::neg)
    return -t[i.a];
  else if constexpr (i.op == Op::abs)
    return abs(t[i.a]);
  else if constexpr (i.op == Op::sign)
    return t[i.a] > 0 ? S(1) : t[i.a] < 0 ? S(-1) : t[i.a];
  else if constexpr (i.op == Op::exp)
    return exp(t[i.a]);
  else if constexpr (i.op == Op::log)
    return log(t[i.a]);
  else if constexpr (i.op == Op::tanh)
    return tanh(t[i.a]);
  else if constexpr (i.op == Op::sigmoid)
    return S(1) / (S(1) + exp(-t[i.a]));
  else if constexpr (i.op == Op::softplus)
    return (t[i.a] > 0 ? t[i.a] : t[i.a] != t[i.a] ? t[i.a] : S(0)) + log1p(exp(-abs(t[i.a])));
  else if constexpr (i.op == Op::sqrt)
    return sqrt(t[i.a]);
  else if constexpr (i.op == Op::rsqrt)
    return S(1) / sqrt(t[i.a]);
  else if constexpr (i.op == Op::add)
    return t[i.a] + t[i.b];
  else if constexpr (i.op == Op::sub)
    return t[i.a] - t[i.b];
  else if constexpr (i.op == Op::mul)
    return t[i.a] * t[i.b];
  else if constexpr (i.op == Op::div)
    return t[i.a] / t[i.b];
  else if constexpr (i.op == Op::greater)
    return t[i.a] > t[i.b] ? S(1) : S(0);
  else if constexpr (i.op == Op::select)
    return t[i.a] != 0 ? t[i.b] : t[i.c];
  else
    return t[i.a];  // of a store or a sum
}

/// Evaluates an expression at an element: stores what it stores, if it is to, and adds its sums of a kind to
/// `sum`, in their order; without `sum` none.
template <class E, bool Store, Kind Which, class S>
constexpr void evaluate(Frame<S> const& f, Spot const& s, S* sum) {
  S t[E::size]{};
  [[maybe_unused]] int next = 0;
  auto const step = [&]<int K>() {
    constexpr Instruction i = E::at(K);
    t[K] = value_of<E, K>(t, f, s);
    if constexpr (i.op == Op::update && Store) f.at[i.b][s.element] = t[K];
    if constexpr (i.op == Op::sum && i.kind == Which)
      if (sum) sum[next++] += t[K];
  };
  [&]<int... I>(std::integer_sequence<int, I...>) { (step.template operator()<I>(), ...); }
  (std::make_integer_sequence<int, E::size>{});
}

}  // namespace agon::cuda
