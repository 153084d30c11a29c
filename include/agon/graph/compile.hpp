#pragma once
#include <agon/core/fits.hpp>
#include <agon/graph/emit.hpp>
#include <agon/graph/simplify.hpp>

namespace agon {

template <Counts N>
constexpr Program<N> pack(auto const& d, Counts c) {
  if (c.calls > N.calls || c.operands > N.operands || c.kernels > N.kernels ||
      c.instructions > N.instructions || c.slots > N.slots || c.inputs > N.inputs || c.outputs > N.outputs ||
      c.scalars > N.scalars || c.numbers > N.numbers || c.names > N.names)
    throw "compile: the program is larger than its draft may be";
  Program<N> p;
  auto copy = [](auto const& from, int n, auto& to) { std::copy_n(from.begin(), n, to.begin()); };
  copy(d.call, c.calls, p.call);
  copy(d.operand, c.operands, p.operand);
  copy(d.kernel, c.kernels, p.kernel);
  copy(d.instruction, c.instructions, p.instruction);
  copy(d.slot, c.slots, p.slot);
  copy(d.input, c.inputs, p.input);
  copy(d.output, c.outputs, p.output);
  copy(d.scalar, c.scalars, p.scalar);
  copy(d.number, c.numbers, p.number);
  copy(d.names, c.names, p.names);
  p.counts = c;
  p.savings = d.savings;
  p.smallest_batch = d.smallest_batch;
  return p;
}

/// What a graph becomes, before it is trimmed: the vectors die with the constant evaluation, so their
/// contents are packed at a capacity first and at their exact sizes afterwards.
struct Drafted : Draft {
  List<Slot> slot;
  List<Label> scalar;
  List<char> names;
  int smallest_batch;

  constexpr explicit Drafted(Graph const& g)
      : slot(g.slot), scalar(g.scalar), names(g.names), smallest_batch(g.smallest_batch) {
    Graph const s = agon::simplify(g);
    Fusion const f = fuse(s);
    Plan const plan(s, f);
    Draft::operator=(Emitter(s, f, plan).run());
    savings.nodes = int(g.node.size());
    savings.simplified = int(s.node.size());
    savings.shared_numbers = plan.peak[0];
    savings.sample_numbers = plan.peak[1];
    for (Node const& n : s.node) {
      if (is_leaf(n.op) || n.op == Op::update || n.op == Op::reshape) continue;
      (n.shape.batched ? savings.eager_sample : savings.eager_shared) += n.shape.size();
      if (n.shape.batched) savings.eager_traffic += n.shape.size();
      for (int j : n.in)
        if (j >= 0 && s.node[j].shape.batched) savings.eager_traffic += s.node[j].shape.size();
    }
  }
  constexpr Counts counts() const {
    return {int(call.size()),   int(operand.size()), int(kernel.size()), int(instruction.size()),
            int(slot.size()),   int(input.size()),   int(output.size()), int(scalar.size()),
            int(number.size()), int(names.size())};
  }
};

/// The program of P, exactly as large as it is. P has `static constexpr void build(Graph&)`; a network in it
/// that does not fit is an error that says why.
template <class P>
struct Compiled {
  using Wide = Program<Counts{1000, 4000, 120, 2400, 600, 16, 16, 64, 256, 24000}>;
  static constexpr auto draft = [] {
    Graph g;
    P::build(g);
    if (g.fault.empty()) {
      Drafted const d(g);
      return pack<Wide::capacity>(d, d.counts());
    }
    Wide none;
    none.fault = g.fault;
    return none;
  }();
  static constexpr Text<400> fault = draft.fault;
  static constexpr auto program = pack < fits<fault> ? draft.counts : Counts{} > (draft, draft.counts);
};

}  // namespace agon
