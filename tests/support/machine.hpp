#pragma once
#include <cmath>
#include <limits>
#include <stdexcept>

#include <agon/graph/compile.hpp>

#include "sheet.hpp"

namespace agon::test {

/// Runs a table of calls on real arenas, one element after the other: the most literal reading of a program,
/// and the least forgiving. Arenas begin as NaN; the result of a convolution appears row by row, each row
/// followed by its epilogue, and the operands of a head must have outlived it.
///
/// The heads' own values come from the reference backend.
struct Machine {
  Draft const& program;
  Batches batch;
  RandomKey key{};
  std::vector<double> scalar{};
  std::vector<std::vector<double>> slot{};             // by index
  std::vector<double> shared{}, sample[most_domains];  // the arenas

  Machine(Draft const& p, Batches const& n) : program(p), batch(n) {
    double const nothing = std::numeric_limits<double>::quiet_NaN();
    shared.assign(std::size_t(p.savings.shared_numbers), nothing);
    for (int k = 0; k < most_domains; ++k)
      sample[k].assign(std::size_t(p.savings.sample_numbers[std::size_t(k)] * n[k]), nothing);
  }
  double* at(Operand const& o) {
    switch (o.where) {
      case Where::slot: return slot[std::size_t(o.index)].data();
      case Where::shared: return shared.data() + o.offset;
      case Where::sample: return sample[o.batched >> 8].data() + o.offset * batch[o.batched >> 8];
      default: throw std::logic_error("an operand that is not in memory");
    }
  }
  long count(Operand const& o) const { return o.size * batch.samples(o.batched); }
  std::vector<double> read(Operand const& o) {
    if (o.where == Where::constant) return {o.value};
    if (o.where == Where::scalar) return {scalar[std::size_t(o.index)]};
    if (o.where == Where::inverse_batch) return {1.0 / double(batch[o.index])};
    if (o.where == Where::table)
      return {program.number.data() + o.offset, program.number.data() + o.offset + o.size};
    return {at(o), at(o) + count(o)};
  }

  void run() {
    for (Call const& c : program.call) run(c);
  }
  void run(Call const& c) {
    for (int k = 0; k < c.count; ++k)
      if (Operand const& o = program.operand[std::size_t(c.first + k)]; o.summed)
        std::fill_n(at(o), count(o), 0.0);
    std::vector<double> result;
    std::vector<std::vector<double>> operand;
    if (c.head != Op::input) {
      for (std::size_t k = 0; k < 2; ++k)
        operand.push_back(c.at[k].where == Where::none ? std::vector<double>{} : read(c.at[k]));
      result = head(c, operand);
    }
    long const row = c.domain.c, elements = c.domain.size() * batch.samples(c.domain.batched);
    if (c.head != Op::input && c.kernel < 0) std::copy(result.begin(), result.end(), at(c.at[2]));
    if (c.kernel >= 0)
      for (long e = 0; e < elements; ++e) {
        if (c.head != Op::input && e % row == 0) std::copy_n(result.begin() + e, row, at(c.at[2]) + e);
        element(c, e);
      }
    for (std::size_t k = 0; k < operand.size(); ++k)
      if (c.at[k].where != Where::none && read(c.at[k]) != operand[k])
        throw std::logic_error("a head's operand was overwritten under it");
  }

 private:
  std::vector<double> head(Call const& c, std::vector<std::vector<double>> const& operand) const {
    Graph g;
    Node n{.op = c.head, .shape = c.domain, .window = g.window_of(c.window), .index = c.index};
    reference::Evaluator<double> e{g, batch};
    for (std::size_t k = 0; k < 2; ++k)
      if (c.at[k].where != Where::none) {
        n.in[k] = g.add_input("x", c.in[k]).id;
        e.input.push_back(operand[k].data());
      }
    g.push(n);
    e.run();
    return e.value.back();
  }
  /// Where an operand keeps what element `e` of the domain meets.
  static long place(Kind k, Shape d, long e) {
    long const channel = e % d.c, pixel = e / d.c % (long(d.h) * d.w), sample = e / d.size();
    switch (k) {
      case Kind::full: return e;
      case Kind::channel: return channel;
      case Kind::sample: return sample;
      case Kind::sample_channel: return sample * d.c + channel;
      case Kind::pixel: return e / d.c;
      case Kind::position: return pixel * d.c + channel;
      case Kind::single: return 0;
    }
    return -1;
  }
  void element(Call const& c, long e) {
    Expression const x = program.kernel[std::size_t(c.kernel)];
    std::vector<double> r;
    bool stored = false;
    for (int k = 0; k < x.size; ++k) {
      Instruction const i = program.instruction[std::size_t(x.first + k)];
      auto operand = [&](int o) -> Operand const& { return program.operand[std::size_t(c.first + o)]; };
      double v = 0;
      if (i.op == Op::input || i.op == Op::constant) {
        if (stored) throw std::logic_error("a load after a store");
        v = i.op == Op::constant ? read(operand(i.a))[0] : at(operand(i.a))[place(i.kind, c.domain, e)];
      } else if (i.op == Op::random) {
        auto const words = draw(key, std::uint32_t(operand(i.a).index), std::uint32_t(e / c.domain.size()),
                                std::uint32_t(e % c.domain.size()));
        v = Distribution(int(i.kind)) == Distribution::uniform ? uniform(words) : normal(words);
      } else if (i.op == Op::update) {
        at(operand(i.b))[place(i.kind, c.domain, e)] = r[i.a];
        stored = true;
      } else if (i.op == Op::sum) {
        at(operand(i.b))[place(i.kind, c.domain, e)] += r[i.a];
        stored = true;
      } else {
        v = apply(i, r);
      }
      r.push_back(v);
    }
  }
  static double apply(Instruction i, std::vector<double> const& r) {
    double const a = r[i.a], b = r[i.b], c = r[i.c];
    switch (i.op) {
      case Op::neg: return -a;
      case Op::abs: return std::abs(a);
      case Op::sign: return double((a > 0) - (a < 0));
      case Op::exp: return std::exp(a);
      case Op::log: return std::log(a);
      case Op::tanh: return std::tanh(a);
      case Op::sigmoid: return 1 / (1 + std::exp(-a));
      case Op::softplus: return std::max(a, 0.0) + std::log1p(std::exp(-std::abs(a)));
      case Op::sqrt: return std::sqrt(a);
      case Op::rsqrt: return 1 / std::sqrt(a);
      case Op::add: return a + b;
      case Op::sub: return a - b;
      case Op::mul: return a * b;
      case Op::div: return a / b;
      case Op::greater: return double(a > b);
      case Op::select: return a != 0 ? b : c;
      default: throw std::logic_error("not an operation of an expression");
    }
  }
};

/// Runs a graph as it was written and as a program; true if both give the same outputs and leave the same
/// slots.
inline bool keeps_meaning(Sheet& s) {
  Drafted const d(s.g);
  s.run();
  Machine m(d, s.batch);
  m.key = s.key;
  m.scalar = s.scalar;
  m.slot = s.slot;
  for (std::size_t k = 0; k < d.input.size(); ++k)
    std::copy(s.input[k].begin(), s.input[k].end(), m.at(d.input[k].at));
  m.run();
  auto near = [](std::vector<double> const& a, std::vector<double> const& b) {
    for (std::size_t k = 0; k < a.size(); ++k)
      if (!(std::abs(a[k] - b[k]) < 1e-9 * (1 + std::abs(b[k])))) return false;
    return a.size() == b.size();
  };
  for (std::size_t k = 0; k < d.output.size(); ++k)
    if (!near(m.read(d.output[k].at), s.value[std::size_t(s.g.output[k])])) return false;
  for (std::size_t k = 0; k < m.slot.size(); ++k)
    if (!near(m.slot[k], s.after[k])) return false;
  return true;
}

}  // namespace agon::test
