#pragma once
#include <bit>
#include <utility>

#include <agon/backend/cpu/random.hpp>
#include <agon/graph/program.hpp>

/// One pass over memory: an expression of a program, unrolled over vectors. Everything but the expression is
/// a run-time value, so that one kernel serves all layers with the same mathematics.
namespace agon::cpu {
inline namespace AGON_CPU {

/// What a pass is told. Rows are pixels, of `c` channels.
struct Frame {
  float* const* at;  // the operands
  long pixels;       // of one sample
  int c;
  RandomKey key;
};
/// Where a vector stands: its first element, row, sample, pixel and channel, and how many lanes count.
struct Position {
  long element = 0, row = 0, sample = 0, pixel = 0;
  int c = 0, count = lanes;
};
/// What a kernel keeps out of memory: addresses and scalars are read once, for no store could be shown to
/// leave them alone; sums over a row, a sample or everything.
template <int Steps>
struct Locals {
  float* at[Steps];
  Vec scalar[Steps];
  Vec sum[Steps];
};

template <auto const& P, int K>
struct Expr {
  static constexpr int size = P.kernel[K].size;
  static constexpr Instruction at(int step) { return P.instruction[std::size_t(P.kernel[K].first + step)]; }
  static constexpr bool has(auto... kinds) {
    for (int k = 0; k < size; ++k)
      if ((at(k).op == Op::input || at(k).op == Op::sum) && ((at(k).kind == kinds) || ...)) return true;
    return false;
  }
  static constexpr bool draws = [] {
    for (int k = 0; k < size; ++k)
      if (at(k).op == Op::random) return true;
    return false;
  }();
  /// Needs to know rows, or at least samples; otherwise all elements are alike.
  static constexpr bool by_row = has(Kind::channel, Kind::sample_channel, Kind::position, Kind::pixel);
  static constexpr bool by_sample = draws || has(Kind::sample);
  /// Rows shorter than a vector may be read several at a time.
  static constexpr bool folds =
      !by_sample && has(Kind::channel) && !has(Kind::sample_channel, Kind::position, Kind::pixel);
};

/// Step K of an expression; `t` are its registers.
template <class E, int K, int Steps>
AGON_INLINE void step(Vec (&t)[Steps], Locals<Steps>& l, Frame const& f, Position const& q) {
  constexpr Instruction i = E::at(K);
  auto small = [&](float* x) {  // a value of smaller shape at this place
    return i.kind == Kind::channel          ? x + q.c
           : i.kind == Kind::sample_channel ? x + q.sample * f.c + q.c
                                            : x + q.pixel * f.c + q.c;
  };
  if constexpr (i.op == Op::input) {
    float* const x = l.at[K];
    if constexpr (i.kind == Kind::full)
      t[K] = load(x + q.element, q.count);
    else if constexpr (i.kind == Kind::channel || i.kind == Kind::sample_channel || i.kind == Kind::position)
      t[K] = load(small(x), q.count);
    else
      t[K] = splat(x[i.kind == Kind::sample ? q.sample : i.kind == Kind::pixel ? q.row : 0]);
  } else if constexpr (i.op == Op::constant)
    t[K] = l.scalar[K];
  else if constexpr (i.op == Op::random)
    t[K] = random(Distribution(int(i.kind)), f.key, std::bit_cast<std::uint32_t>(*l.at[K]),
                  std::uint32_t(q.sample), std::uint32_t(q.element - q.sample * f.pixels * f.c));
  else if constexpr (i.op == Op::neg)
    t[K] = -t[i.a];
  else if constexpr (i.op == Op::abs)
    t[K] = absolute(t[i.a]);
  else if constexpr (i.op == Op::sign)
    t[K] = t[i.a] > 0.f ? splat(1) : t[i.a] < 0.f ? splat(-1) : t[i.a];
  else if constexpr (i.op == Op::exp)
    t[K] = exponential(t[i.a]);
  else if constexpr (i.op == Op::log)
    t[K] = logarithm(t[i.a]);
  else if constexpr (i.op == Op::tanh)
    t[K] = hyperbolic_tangent(t[i.a]);
  else if constexpr (i.op == Op::sigmoid)
    t[K] = 1.f / (1.f + exponential(-t[i.a]));
  else if constexpr (i.op == Op::softplus)
    t[K] = at_least(t[i.a], 0) + logarithm(1.f + exponential(-absolute(t[i.a])));
  else if constexpr (i.op == Op::sqrt)
    t[K] = square_root(t[i.a]);
  else if constexpr (i.op == Op::rsqrt)
    t[K] = 1.f / square_root(t[i.a]);
  else if constexpr (i.op == Op::add)
    t[K] = t[i.a] + t[i.b];
  else if constexpr (i.op == Op::sub)
    t[K] = t[i.a] - t[i.b];
  else if constexpr (i.op == Op::mul)
    t[K] = t[i.a] * t[i.b];
  else if constexpr (i.op == Op::div)
    t[K] = t[i.a] / t[i.b];
  else if constexpr (i.op == Op::greater)
    t[K] = t[i.a] > t[i.b] ? splat(1) : splat(0);
  else if constexpr (i.op == Op::select)
    t[K] = t[i.a] != 0.f ? t[i.b] : t[i.c];
  else if constexpr (i.op == Op::update)
    store(l.at[K] + q.element, t[i.a], q.count);
  else if constexpr (i.op == Op::sum) {
    Vec x = t[i.a];
    for (int k = q.count; k < lanes; ++k) x[k] = 0;
    if constexpr (i.kind == Kind::channel || i.kind == Kind::sample_channel || i.kind == Kind::position) {
      float* const y = small(l.at[K]);
      store(y, load(y, q.count) + x, q.count);
    } else
      l.sum[K] += x;
  }
}
/// Adds the sums of the given kinds to where they belong, and starts them again.
template <class E, int K, Kind... Which, int Steps>
AGON_INLINE void flush(Locals<Steps>& l, Position const& q) {
  constexpr Instruction i = E::at(K);
  if constexpr (i.op == Op::sum && ((i.kind == Which) || ...)) {
    l.at[K][i.kind == Kind::single ? 0 : i.kind == Kind::sample ? q.sample : q.row] += total(l.sum[K]);
    l.sum[K] = Vec{};
  }
}

/// Kernel K of program P on rows [from, to). Sums are added to what is there.
template <auto const& P, int K>
__attribute__((noinline)) void fused(Frame const& f, long from, long to) {
  using E = Expr<P, K>;
  [&]<int... I>(std::integer_sequence<int, I...>) {
    Locals<E::size> l;
    ((l.at[I] = is_leaf(E::at(I).op)        ? f.at[E::at(I).a]
                : E::at(I).op >= Op::update ? f.at[E::at(I).b]
                                            : nullptr),
     ...);
    ((l.scalar[I] = splat(E::at(I).op == Op::constant ? *l.at[I] : 0), l.sum[I] = Vec{}), ...);
    Position q;
    auto one = [&](long element, int c, int count) __attribute__((always_inline)) {
      Vec t[E::size];
      q.element = element;
      q.c = c;
      q.count = count;
      (step<E, I>(t, l, f, q), ...);
    };
    auto run = [&](long first, long last) __attribute__((always_inline)) {  // elements that are all alike
      for (; first < last; first += lanes) one(first, 0, last - first < lanes ? int(last - first) : lanes);
    };
    if constexpr (!E::by_row && !E::by_sample) {
      run(from * f.c, to * f.c);
    } else if constexpr (!E::by_row) {
      for (q.sample = from / f.pixels; q.sample * f.pixels < to; ++q.sample) {
        long const first = q.sample * f.pixels, last = first + f.pixels;
        run((first < from ? from : first) * f.c, (last < to ? last : to) * f.c);
        (flush<E, I, Kind::sample>(l, q), ...);
      }
    } else {
      for (q.row = from; q.row < to; ++q.row) {
        q.sample = q.row / f.pixels;
        q.pixel = q.row - q.sample * f.pixels;
        long const first = q.row * f.c;
        for (int c = 0; c < f.c; c += lanes) one(first + c, c, f.c - c < lanes ? f.c - c : lanes);
        (flush<E, I, Kind::sample, Kind::pixel, Kind::full>(l, q), ...);
      }
    }
    (flush<E, I, Kind::single>(l, q), ...);
  }
  (std::make_integer_sequence<int, E::size>{});
}

/// Rows of fewer channels than a vector has lanes, `lanes` rows at a time: what each channel has one of is
/// laid out once for each row.
template <auto const& P, int K>
void folded(Frame const& f, long from, long to) {
  using E = Expr<P, K>;
  int const wide = f.c * lanes;
  long const groups = (to - from) / lanes;
  float table[E::size][lanes * lanes];
  float* at[256];
  int operands = 0;
  for (int k = 0; k < E::size; ++k) {
    Instruction const i = E::at(k);
    int const o = i.op == Op::sum || i.op == Op::update ? i.b : is_leaf(i.op) ? i.a : -1;
    if (o < 0) continue;
    if (o >= operands) operands = o + 1;
    at[o] = f.at[o];
    if (i.kind == Kind::full && i.op != Op::sum && i.op != Op::constant) at[o] += from * f.c;
    if (i.kind != Kind::channel) continue;
    for (int e = 0; e < wide; ++e) table[k][e] = i.op == Op::sum ? 0 : f.at[o][e % f.c];
    at[o] = table[k];
  }
  fused<P, K>({at, groups, wide, f.key}, 0, groups);
  for (int k = 0; k < E::size; ++k)
    if (Instruction const i = E::at(k); i.op == Op::sum && i.kind == Kind::channel)
      for (int e = 0; e < wide; ++e) f.at[i.b][e % f.c] += table[k][e];
  if (from + groups * lanes < to) fused<P, K>(f, from + groups * lanes, to);
}

using Kernel = void (*)(Frame const&, long, long);
template <auto const& P, int K>
void kernel(Frame const& f, long from, long to) {
  if constexpr (Expr<P, K>::folds)
    if (f.c < lanes) return folded<P, K>(f, from, to);
  fused<P, K>(f, from, to);
}
template <auto const& P, int... K>
constexpr std::array<Kernel, sizeof...(K)> kernels(std::integer_sequence<int, K...>) {
  return {kernel<P, K>...};
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
