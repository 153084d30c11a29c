#pragma once
#include <agon/graph/tensor.hpp>

/// Which nodes share one pass over memory.
///
/// An element-wise node is *light* when it is cheap and its expression reaches at most one stored value of full size:
/// every reader computes it again, and it is never stored unless something other than a pass over memory reads it.
/// All other element-wise nodes, and all sums, are *members*: each joins a group of its own shape that makes, or
/// already reads, one of its operands, if the groups stay free of cycles. A convolution or product opens a group;
/// what joins that is its epilogue.
namespace agon {

struct Group {
  Shape domain{};
  int head = -1;            // a dense or moving node, or none
  std::vector<int> member{};  // sums, stored values and updates, in order
  std::vector<int> source{};  // stored values that it reads
};

struct Fusion {
  std::vector<Group> group;
  std::vector<int> home;            // of a node: its group, or -1
  std::vector<char> light, stored;  // of a node
  std::vector<int> order;           // of the groups
};

/// The node that owns the memory of `i`.
constexpr int storage_root(Graph const& g, int i) {
  while (g.node[std::size_t(i)].op == Op::update || g.node[std::size_t(i)].op == Op::reshape) i = g.node[std::size_t(i)].in[0];
  return i;
}
/// A number that every kernel gets with its call.
constexpr bool is_immediate(Op o) { return o == Op::constant || o == Op::scalar || o == Op::inverse_batch; }
/// The shape of the pass that computes `n`: a sum runs over its operand.
constexpr Shape domain_of(Graph const& g, Node const& n) {
  return n.op == Op::sum ? g.node[std::size_t(n.in[0])].shape : n.shape;
}

class Fuser {
 public:
  constexpr explicit Fuser(Graph const& graph)
      : g(graph), n(graph.node.size()), must(n, 0), last_reader(n, -1), readers(n) {
    f.home.assign(n, -1);
    f.light.assign(n, 0);
    f.stored.assign(n, 0);
  }

  constexpr Fusion run() {
    find_light();
    find_must();
    for (std::size_t i = 0; i < n; ++i) place(int(i));
    find_stored();
    schedule();
    return std::move(f);
  }

 private:
  using Bits = std::vector<std::uint64_t>;
  static constexpr int most_members = 10, most_sources = 14;

  Graph const& g;
  std::size_t n;
  Fusion f{};
  std::vector<char> must;                 // to be stored, whoever computes it
  std::vector<int> last_reader;
  std::vector<std::vector<int>> readers;  // of a stored value: the groups that read it
  std::vector<Bits> reach;                // of a group: all groups that it must come after

  constexpr Node const& at(int i) const { return g.node[std::size_t(i)]; }

  /// Versions: once `expires` has come, a value computed from an old version can no longer be computed again.
  constexpr void find_light() {
    std::vector<int> expires(n, int(n)), leaf(n, -1);  // leaf: -1 no full-size stored value, -2 several, else which
    for (std::size_t i = 0; i < n; ++i) {
      if (at(int(i)).op == Op::update) expires[std::size_t(at(int(i)).in[0])] = int(i);
      for (int j : at(int(i)).in)
        if (j >= 0) last_reader[std::size_t(j)] = int(i);
    }
    for (std::size_t i = 0; i < n; ++i)
      if (at(int(i)).op == Op::update && last_reader[std::size_t(at(int(i)).in[0])] > int(i))
        throw "update: an old version is read after it was replaced";
    for (std::size_t i = 0; i < n; ++i) {
      Node const& v = at(int(i));
      if (v.op == Op::random || is_immediate(v.op)) continue;
      if (!is_elementwise(v.op)) {
        leaf[i] = int(i);
        continue;
      }
      int one = -1, end = int(n);
      for (int j : v.in) {
        if (j < 0) continue;
        if (expires[std::size_t(j)] < end && !is_immediate(at(j).op)) end = expires[std::size_t(j)];
        if (!(at(j).shape == v.shape)) continue;
        int const l = leaf[std::size_t(j)];
        if (l == -2 || (l >= 0 && one >= 0 && one != l))
          one = -2;
        else if (l >= 0 && one != -2)
          one = l;
      }
      f.light[i] = one != -2 && !is_costly(v.op) && v.op != Op::update && last_reader[i] <= end;
      if (f.light[i] && end < expires[i]) expires[i] = end;
      leaf[i] = f.light[i] ? one : int(i);
    }
  }
  /// Light values that are stored all the same: what reads them is no pass over memory of their shape.
  constexpr void find_must() {
    for (int i : g.output) must[std::size_t(i)] = 1;
    for (std::size_t i = 0; i < n; ++i) {
      Node const& v = at(int(i));
      for (int j : v.in) {
        if (j < 0) continue;
        bool const pass = v.op == Op::sum || (is_elementwise(v.op) && at(j).shape == v.shape);
        if (!pass) must[std::size_t(j)] = 1;
      }
    }
  }
  /// The stored values that the expression of `i` reads.
  constexpr void sources(int i, std::vector<int>& out) const {
    Node const& v = at(i);
    Shape const d = domain_of(g, v);
    for (int j : v.in) {
      if (j < 0 || is_immediate(at(j).op) || (at(j).op == Op::random && at(j).shape == d)) continue;
      if (is_elementwise(at(j).op) && at(j).shape == d && f.light[std::size_t(j)])
        sources(j, out);
      else
        add(out, j);
    }
  }
  static constexpr bool holds(std::vector<int> const& l, int x) {
    for (int y : l)
      if (x == y) return true;
    return false;
  }
  static constexpr void add(std::vector<int>& l, int x) {
    if (!holds(l, x)) l.push_back(x);
  }
  static constexpr bool has(Bits const& b, int k) { return std::size_t(k) / 64 < b.size() && (b[std::size_t(k) / 64] >> (k % 64) & 1); }
  static constexpr void set(Bits& b, int k) {
    if (b.size() <= std::size_t(k) / 64) b.resize(std::size_t(k) / 64 + 1, 0);
    b[std::size_t(k) / 64] |= std::uint64_t(1) << (k % 64);
  }
  static constexpr void join(Bits& b, Bits const& o) {
    if (b.size() < o.size()) b.resize(o.size(), 0);
    for (std::size_t k = 0; k < o.size(); ++k) b[k] |= o[k];
  }
  static constexpr bool within(Bits const& a, Bits const& b) {
    for (std::size_t w = 0; w < a.size(); ++w)
      if (a[w] & ~(w < b.size() ? b[w] : 0)) return false;
    return true;
  }

  constexpr void place(int i) {
    Node const& v = at(i);
    bool const moving = is_dense(v.op) || is_movement(v.op);
    bool const draws = v.op == Op::random && must[std::size_t(i)];
    bool const member = v.op == Op::sum || draws || (is_elementwise(v.op) && (!f.light[std::size_t(i)] || must[std::size_t(i)]));
    if (v.op == Op::reshape) f.home[std::size_t(i)] = f.home[std::size_t(v.in[0])];
    if (!moving && !member) return;

    std::vector<int> src, after;
    if (moving) {
      for (int j : v.in)
        if (j >= 0) src.push_back(j);
    } else
      sources(i, src);
    for (int s : src)
      if (f.home[std::size_t(s)] >= 0) after.push_back(f.home[std::size_t(s)]);
    if (v.op == Op::update)
      for (int r : readers[std::size_t(v.in[0])]) after.push_back(r);

    int home = member ? find_group(i, src, after) : -1;
    if (home < 0) {
      home = int(f.group.size());
      f.group.push_back({.domain = domain_of(g, v), .head = moving ? i : -1});
      reach.emplace_back();
    }
    Group& q = f.group[std::size_t(home)];
    if (member) q.member.push_back(i);
    f.home[std::size_t(i)] = home;
    come_after(home, after);
    for (int s : src) {
      if (s == q.head) continue;
      add(readers[std::size_t(s)], home);
      if (f.home[std::size_t(s)] != home) add(q.source, s);
    }
  }
  /// The group that member `i` joins: one that makes an operand, the latest first; else one that reads one; else none.
  constexpr int find_group(int i, std::vector<int> const& src, std::vector<int> const& after) const {
    Node const& v = at(i);
    Shape const d = domain_of(g, v);
    auto fits = [&](int k) {
      Group const& q = f.group[std::size_t(k)];
      if (!(q.domain == d)) return false;
      if (q.head >= 0) {
        if (!is_dense(at(q.head).op)) return false;
        if (v.op == Op::update)
          for (int j : at(q.head).in)
            if (j == v.in[0]) return false;
      }
      if (q.member.size() >= most_members || q.source.size() + src.size() > most_sources) return false;
      for (int h : after)
        if (h != k && has(reach[std::size_t(h)], k)) return false;
      return true;
    };
    int home = -1;
    for (int s : src)
      if (int const k = f.home[std::size_t(s)]; k > home && at(s).shape == d && fits(k)) home = k;
    if (home >= 0) return home;
    for (int s : src)
      if (at(s).shape == d)
        for (int k : readers[std::size_t(s)])
          if (fits(k)) return k;
    return -1;
  }
  constexpr void come_after(int home, std::vector<int> const& after) {
    Bits extra;
    for (int h : after)
      if (h != home) {
        set(extra, h);
        join(extra, reach[std::size_t(h)]);
      }
    if (within(extra, reach[std::size_t(home)])) return;
    join(reach[std::size_t(home)], extra);
    for (Bits& r : reach)
      if (has(r, home)) join(r, extra);
  }

  constexpr void find_stored() {
    for (std::size_t i = 0; i < n; ++i) {
      if (f.home[i] < 0) continue;
      Op const o = at(int(i)).op;
      f.stored[i] = must[i] || o == Op::sum || o == Op::update || f.group[std::size_t(f.home[i])].head == int(i);
      for (int r : readers[i])
        if (r != f.home[i]) f.stored[i] = 1;
    }
  }
  /// By first node; a group that only updates comes as soon as it may.
  constexpr void schedule() {
    int const m = int(f.group.size());
    std::vector<int> key;
    for (Group const& q : f.group) {
      bool sink = q.head < 0;
      for (int i : q.member)
        if (at(i).op != Op::update && f.stored[std::size_t(i)]) sink = false;
      key.push_back((q.head >= 0 ? q.head : q.member[0]) - (sink ? int(n) : 0));
    }
    std::vector<char> done(std::size_t(m), 0);
    Bits ready;
    for (int step = 0; step < m; ++step) {
      int best = -1;
      for (int k = 0; k < m; ++k)
        if (!done[std::size_t(k)] && (best < 0 || key[std::size_t(k)] < key[std::size_t(best)]) && within(reach[std::size_t(k)], ready)) best = k;
      if (best < 0) throw "fuse: the groups form a cycle";
      done[std::size_t(best)] = 1;
      set(ready, best);
      f.order.push_back(best);
    }
  }
};

constexpr Fusion fuse(Graph const& g) { return Fuser(g).run(); }

}  // namespace agon
