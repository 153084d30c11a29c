#pragma once
#include <agon/graph/plan.hpp>

namespace agon {

/// A program of any size, as constant evaluation builds it.
struct Draft {
  List<Call> call;
  List<Operand> operand;
  List<Expression> kernel;
  List<Instruction> instruction;
  List<double> number;
  List<Terminal> input, output;
  Savings savings;
};

/// How a value of shape s is read in a pass over d.
constexpr Kind kind_of(Shape s, Shape d) {
  if (s == d) return Kind::full;
  bool const pixels = s.h * s.w > 1, channels = s.c > 1;
  if (pixels && (s.h != d.h || s.w != d.w)) throw "fuse: broadcasting along one side of an image only";
  if (channels && s.c != d.c) throw "fuse: channels that do not meet";
  if (s.batched)
    return pixels           ? Kind::pixel
           : !channels      ? Kind::sample
           : d.h * d.w == 1 ? Kind::full
                            : Kind::sample_channel;
  if (pixels) return channels || d.c == 1 ? Kind::position : throw "fuse: a plane that all channels share";
  return channels ? Kind::channel : Kind::single;
}

/// Groups become calls. Constants, sizes and streams of random numbers are operands, so that equal
/// expressions merge.
class Emitter {
 public:
  constexpr Emitter(Graph const& graph, Fusion const& fusion, Plan const& memory)
      : g(graph), f(fusion), plan(memory), reg(graph.node.size(), -1) {}

  constexpr Draft run() {
    out.number = g.number;
    for (int k : f.order) emit(f.group[k], k);
    for (Node const& n : g.node)
      if (n.op == Op::input)
        out.input.push_back({g.input[n.index], n.shape, operand(int(&n - g.node.data()))});
    for (std::size_t k = 0; k < g.output.size(); ++k)
      out.output.push_back({g.output_name[k], g.node[g.output[k]].shape, operand(g.output[k])});
    return std::move(out);
  }

 private:
  Graph const& g;
  Fusion const& f;
  Plan const& plan;
  Draft out{};
  List<int> reg, named{};  // of a node: its register in the expression at hand; which nodes have one
  // The expression at hand, and its sums and stores. (nvcc 13 takes a list that is made anew in each group
  // for one that is never freed, once there are a thousand.)
  List<Instruction> e{}, last{};
  Call c{};

  constexpr Node const& at(int i) const { return g.node[i]; }
  constexpr Operand operand(int i) const {
    Node const& n = at(i);
    switch (n.op) {
      case Op::constant: return {.where = Where::constant, .size = 1, .value = n.value};
      case Op::scalar: return {.where = Where::scalar, .size = 1, .index = n.index};
      case Op::inverse_batch: return {.where = Where::inverse_batch, .size = 1, .index = n.index};
      case Op::table: return {.where = Where::table, .size = int(n.shape.size()), .offset = n.index};
      default: break;
    }
    Operand r = plan.place[storage_root(g, i)];
    if (r.where == Where::none) throw "emit: a value that is not stored";
    r.batched = n.shape.batched;
    r.size = int(n.shape.size());
    return r;
  }
  constexpr std::uint8_t bind(Operand o) {
    out.operand.push_back(o);
    int const k = int(out.operand.size()) - 1 - c.first;
    if (k > 255) throw "emit: too many operands";
    return std::uint8_t(k);
  }
  constexpr void count_traffic(int i) {
    if (at(i).shape.batched) out.savings.traffic += at(i).shape.numbers();
  }

  /// The register that holds node `i` at each element of the domain.
  constexpr std::uint8_t value(int i, int home) {
    int& r = reg[i];
    if (r >= 0) return std::uint8_t(r);
    named.push_back(i);
    Node const& n = at(i);
    bool const mine = f.home[i] == home;
    bool const inside =
        n.shape == c.domain &&
        (n.op == Op::random ? !f.stored[i] || mine : is_elementwise(n.op) && (f.light[i] || mine));
    if (!inside) {
      bool const immediate = is_immediate(n.op);
      count_traffic(i);
      r = push({immediate ? Op::constant : Op::input, immediate ? Kind::single : kind_of(n.shape, c.domain),
                bind(operand(i))});
    } else if (n.op == Op::random) {
      r = push({Op::random, Kind(int(n.value)), bind({.where = Where::stream, .size = 1, .index = n.index})});
    } else if (n.op == Op::broadcast || n.op == Op::update) {
      int const k = value(n.in[n.op == Op::update], home);
      reg[i] = k;
      return std::uint8_t(k);
    } else {
      Instruction s{.op = n.op};
      s.a = value(n.in[0], home);
      if (n.in[1] >= 0) s.b = value(n.in[1], home);
      if (n.in[2] >= 0) s.c = value(n.in[2], home);
      r = push(s);
    }
    return std::uint8_t(r);
  }

  constexpr void emit(Group const& q, int home) {
    c = {.domain = q.domain, .first = int(out.operand.size())};
    e.clear();
    for (int i : named) reg[i] = -1;
    named.clear();
    last.clear();
    for (int i : q.member) {
      Node const& n = at(i);
      if (n.op == Op::sum) {
        std::uint8_t const r = value(n.in[0], home);
        Operand o = operand(i);
        o.summed = true;
        last.push_back({Op::sum, kind_of(n.shape, q.domain), r, bind(o)});
      } else {
        std::uint8_t const r = value(i, home);
        if (!f.stored[i]) continue;
        last.push_back({Op::update, Kind::full, r, bind(operand(i))});
      }
      count_traffic(i);
    }
    for (Instruction i : last) push(i);
    c.count = int(out.operand.size()) - c.first;
    if (!e.empty()) c.kernel = kernel_of();
    if (q.head >= 0) {
      Node const& h = at(q.head);
      c.head = h.op;
      c.window = g.window[h.window];
      c.index = h.index;
      for (std::size_t k = 0; k < 2; ++k)
        if (h.in[k] >= 0) {
          c.in[k] = at(h.in[k]).shape;
          c.at[k] = operand(h.in[k]);
          count_traffic(h.in[k]);
        }
      c.at[2] = operand(q.head);
      count_traffic(q.head);
    }
    out.call.push_back(c);
  }
  constexpr int push(Instruction i) {
    if (e.size() == 255) throw "emit: an expression is too long";
    e.push_back(i);
    return int(e.size()) - 1;
  }
  /// The index of the expression at hand among the distinct ones.
  constexpr short kernel_of() {
    int const size = int(e.size());
    Expression const* const x = out.kernel.data();
    for (int k = 0, n = int(out.kernel.size()); k < n; ++k)
      if (x[k].size == size && std::equal(e.begin(), e.end(), out.instruction.begin() + x[k].first))
        return short(k);
    out.kernel.push_back({int(out.instruction.size()), size});
    for (Instruction i : e) out.instruction.push_back(i);
    return short(out.kernel.size() - 1);
  }
};

}  // namespace agon
