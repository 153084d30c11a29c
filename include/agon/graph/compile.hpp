#pragma once
#include <agon/core/fits.hpp>
#include <agon/graph/emit.hpp>
#include <agon/graph/simplify.hpp>

namespace agon {

constexpr bool holds(Counts room, Counts c) {
  return c.calls <= room.calls && c.operands <= room.operands && c.kernels <= room.kernels &&
         c.instructions <= room.instructions && c.slots <= room.slots && c.inputs <= room.inputs &&
         c.outputs <= room.outputs && c.scalars <= room.scalars && c.numbers <= room.numbers &&
         c.names <= room.names;
}
template <Counts N>
constexpr Program<N> pack(auto const& d, Counts c) {
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
    for (std::size_t k = 0; k < savings.sample_numbers.size(); ++k)
      savings.sample_numbers[k] = plan.peak[1 + k];
    for (Node const& n : s.node) {
      if (is_leaf(n.op) || n.op == Op::update || n.op == Op::reshape) continue;
      (n.shape.batched ? savings.eager_sample : savings.eager_shared) += n.shape.numbers();
      if (n.shape.batched) savings.eager_traffic += n.shape.numbers();
      for (int j : n.in)
        if (j >= 0 && s.node[j].shape.batched) savings.eager_traffic += s.node[j].shape.numbers();
    }
  }
  constexpr Counts counts() const {
    return {int(call.size()),   int(operand.size()), int(kernel.size()), int(instruction.size()),
            int(slot.size()),   int(input.size()),   int(output.size()), int(scalar.size()),
            int(number.size()), int(names.size())};
  }
};

/// Room that most programs have enough in.
inline constexpr Counts usual_room{400, 3000, 120, 2400, 300, 16, 16, 64, 256, 24000};

/// Room that the program of a graph is likely to have enough in, known before any pass has run: the usual,
/// unless the graph is large.
constexpr Counts likely_room(Graph const& g) {
  auto size = [](auto const& list) { return int(list.size()); };
  Counts room = usual_room;
  room.slots = size(g.slot);
  room.inputs = size(g.input);
  room.outputs = size(g.output);
  room.scalars = size(g.scalar);
  room.numbers = size(g.number);
  room.names = size(g.names);
  int const nodes = size(g.node);
  if (nodes < 3600 && holds(usual_room, room)) return usual_room;
  room.calls = std::max(room.calls, nodes / 3);
  room.operands = std::max(room.operands, nodes * 5 / 4);
  room.kernels += nodes / 64;
  room.instructions += nodes / 8;
  return room;
}

/// The program of P in room for N; one that needs more, or most likely would, has nothing but its counts.
template <class P, Counts N, bool Sure = false>
constexpr Program<N> drafted() {
  Program<N> p;
  Graph g;
  P::build(g);
  if (!g.fault.empty()) {
    p.fault = g.fault;
    return p;
  }
  p.counts = likely_room(g);
  if (!Sure && !holds(N, p.counts)) return p;
  Drafted const d(g);
  p.counts = d.counts();
  return holds(N, p.counts) ? pack<N>(d, p.counts) : p;
}

template <class P, Counts N = usual_room, bool Sure = false>
struct Attempt {
  static constexpr auto draft = drafted<P, N, Sure>();
};
/// P in the usual room; if that is too small, in the room that the attempt asked for.
template <class P, class A = Attempt<P>>
constexpr auto const& fitting_draft() {
  if constexpr (constexpr Counts needed = A::draft.counts; holds(A::draft.capacity, needed))
    return A::draft;
  else
    return fitting_draft<P, Attempt<P, needed, true>>();
}

/// The program of P, exactly as large as it is. P has `static constexpr void build(Graph&)`; a network in it
/// that does not fit is an error that says why.
template <class P>
struct Compiled {
  static constexpr auto const& draft = fitting_draft<P>();
  static constexpr Text<400> fault = draft.fault;
  static constexpr bool ok = fits<fault>;
  static constexpr auto program = pack<(ok ? draft.counts : Counts{})>(draft, draft.counts);
};

}  // namespace agon
