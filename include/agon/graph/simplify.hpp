#pragma once
#include <bit>

#include <agon/graph/tensor.hpp>

namespace agon {

/// Graph to graph: dead code, constants, identities and common subexpressions. Updates are never merged, and
/// a read of an old version stays apart from a read of the new one, for they are different nodes.
class Simplifier {
 public:
  constexpr explicit Simplifier(Graph const& graph)
      : from(graph), map(graph.node.size(), -1), table(std::bit_ceil(2 * graph.node.size() + 2), -1) {
    node.reserve(graph.node.size());
  }

  constexpr Graph run() {
    List<char> const alive = live(from);
    for (std::size_t i = 0; i < from.node.size(); ++i)
      if (alive[i]) map[i] = rewrite(from.node[i]);
    Graph whole = shell();
    whole.node = std::move(node);
    for (int i : from.output) whole.output.push_back(map[i]);
    return swept(whole);
  }

 private:
  Graph const& from;
  List<int> map;    // old node to new
  List<int> table;  // new nodes by hash
  List<Node> node;  // the new ones

  /// What an output or an update needs. Inputs stay: they are the program's face.
  static constexpr List<char> live(Graph const& g) {
    List<char> result(g.node.size(), 0);
    char* const alive = result.data();
    Node const* const n = g.node.data();
    for (int i : g.output) alive[i] = 1;
    for (int i = int(g.node.size()) - 1; i >= 0; --i) {
      if (n[i].op == Op::update || n[i].op == Op::input || n[i].op == Op::slot) alive[i] = 1;
      if (!alive[i]) continue;
      for (int k = 0; k < 3; ++k)
        if (n[i].in[k] >= 0) alive[n[i].in[k]] = 1;
    }
    return result;
  }
  constexpr Graph shell() const {
    Graph g;
    g.slot = from.slot;
    g.names = from.names;
    g.window = from.window;
    g.number = from.number;
    g.input = from.input;
    g.scalar = from.scalar;
    g.output_name = from.output_name;
    g.smallest_batch = from.smallest_batch;
    return g;
  }
  constexpr Graph swept(Graph const& g) const {
    Graph s = shell();
    s.node.reserve(g.node.size());
    List<char> const alive = live(g);
    List<int> to(g.node.size(), -1);
    for (std::size_t i = 0; i < g.node.size(); ++i) {
      if (!alive[i]) continue;
      Node n = g.node[i];
      for (int& j : n.in)
        if (j >= 0) j = to[j];
      s.node.push_back(n);
      to[i] = int(s.node.size()) - 1;
    }
    for (int i : g.output) s.output.push_back(to[i]);
    return s;
  }

  constexpr Node const& at(int i) const { return node.data()[i]; }
  constexpr bool is(int i, double v) const { return at(i).op == Op::constant && at(i).value == v; }

  /// The node `n`, or an equal one that is there.
  constexpr int put(Node const& n) {
    using U = std::uint64_t;
    U const inputs =
        (U(unsigned(n.in[0])) * 2654435761u + U(unsigned(n.in[1]))) * 2246822519u + U(unsigned(n.in[2]));
    U const shape =
        ((U(unsigned(n.shape.c)) * 31 + U(unsigned(n.shape.h))) * 31 + U(unsigned(n.shape.w))) * 2 +
        U(n.shape.batched);
    U const h = ((inputs * 3266489917u + shape) * 668265263u +
                 (U(unsigned(n.index)) * 64 + unsigned(n.window)) * 64 + U(n.op)) *
                    0x9E3779B97F4A7C15u ^
                std::bit_cast<U>(n.value) * 0xD6E8FEB86659FD93u;
    U const mask = table.size() - 1;
    int* const entry = table.data();
    for (U k = h >> 32 & mask;; k = (k + 1) & mask) {
      if (entry[k] < 0) {
        node.push_back(n);
        return entry[k] = int(node.size()) - 1;
      }
      if (n.op != Op::update && at(entry[k]) == n) return entry[k];
    }
  }

  constexpr int rewrite(Node n) {
    for (int& j : n.in)
      if (j >= 0) j = map[j];
    if (n.op == Op::stated || n.op == Op::stop) return n.in[0];  // they have spoken to the gradient
    drop_broadcasts(n);
    int const p = n.in[0], q = n.in[1];
    auto same = [&](int i) { return at(i).shape == n.shape; };
    bool const constants = p >= 0 && at(p).op == Op::constant && (q < 0 || at(q).op == Op::constant);
    if (constants && n.shape == Shape{} && (n.op == Op::neg || (n.op >= Op::add && n.op <= Op::div))) {
      double const x = at(p).value, y = q >= 0 ? at(q).value : 0;
      double const z = n.op == Op::neg   ? -x
                       : n.op == Op::add ? x + y
                       : n.op == Op::sub ? x - y
                       : n.op == Op::mul ? x * y
                                         : x / y;
      return put({.op = Op::constant, .value = z});
    }
    switch (n.op) {
      case Op::mul:
        if (is(p, 1) && same(q)) return q;
        if (is(q, 1) && same(p)) return p;
        if (is(p, 0) || is(q, 0))
          return put({.op = Op::broadcast, .shape = n.shape, .in = {is(p, 0) ? p : q, -1, -1}});
        break;
      case Op::add:
        if (is(p, 0) && same(q)) return q;
        [[fallthrough]];
      case Op::sub:
        if (is(q, 0) && same(p)) return p;
        break;
      default: break;
    }
    return put(n);
  }
  /// An element-wise operation broadcasts by itself wherever another operand has the full shape.
  constexpr void drop_broadcasts(Node& n) const {
    if (n.op < Op::add || n.op > Op::select) return;
    for (int k = 0; k < 3; ++k) {
      if (n.in[k] < 0 || at(n.in[k]).op != Op::broadcast) continue;
      bool full = false;
      for (int m = 0; m < 3; ++m) full |= m != k && n.in[m] >= 0 && at(n.in[m]).shape == n.shape;
      if (full) n.in[k] = at(n.in[k]).in[0];
    }
  }
};

constexpr Graph simplify(Graph const& g) { return Simplifier(g).run(); }

}  // namespace agon
