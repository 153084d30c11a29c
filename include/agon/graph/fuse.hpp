#pragma once
#include <algorithm>

#include <agon/graph/tensor.hpp>

/// Which nodes share one pass over memory.
///
/// An element-wise node is *light* when it is cheap and its expression reaches at most one stored value of
/// full size: every reader computes it again, and it is never stored unless something other than a pass over
/// memory reads it. All other element-wise nodes, and all sums, are *members*: each joins a group of its own
/// shape that makes, or already reads, one of its operands, if the groups stay free of cycles. A convolution
/// or product opens a group; what joins that is its epilogue.
namespace agon {

struct Group {
  Shape domain{};
  int head = -1;       // a dense or moving node, or none
  List<int> member{};  // sums, stored values and updates, in order
  List<int> source{};  // stored values that it reads
};

struct Fusion {
  List<Group> group;
  List<int> home;            // of a node: its group, or -1
  List<char> light, stored;  // of a node
  List<int> order;           // of the groups
};

/// The node that owns the memory of `i`.
constexpr int storage_root(Graph const& g, int i) {
  while (g.node[i].op == Op::update || g.node[i].op == Op::reshape) i = g.node[i].in[0];
  return i;
}
/// A number that every kernel gets with its call.
constexpr bool is_immediate(Op o) { return o == Op::constant || o == Op::scalar || o == Op::inverse_batch; }
/// The shape of the pass that computes `n`: a sum runs over its operand.
constexpr Shape domain_of(Graph const& g, Node const& n) {
  return n.op == Op::sum ? g.node[n.in[0]].shape : n.shape;
}

class Fuser {
 public:
  constexpr explicit Fuser(Graph const& graph)
      : g(graph),
        n(graph.node.size()),
        must(n, 0),
        last_reader(n, -1),
        first_reader(n, -1),
        node(graph.node.data()) {
    src.reserve(64);
    after.reserve(64);
    reader.reserve(2 * n);
    reach.reserve(n / 4);
    f.group.reserve(n / 4);
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
  static constexpr int most_members = 10, most_sources = 14;

  /// A set of groups, as long as its last one needs.
  class Groups {
   public:
    constexpr explicit Groups(int count = 0) : word_(std::size_t(count + 63) / 64) {}
    constexpr bool has(int k) const {
      return std::size_t(k / 64) < word_.size() && (word_[k / 64] >> (k % 64) & 1);
    }
    constexpr void add(int k) {
      while (word_.size() <= std::size_t(k / 64)) word_.push_back(0);
      word_[k / 64] |= std::uint64_t(1) << (k % 64);
    }
    /// Was there any that it had not?
    constexpr bool add(Groups const& o) {
      while (word_.size() < o.word_.size()) word_.push_back(0);
      std::uint64_t* const mine = word_.data();
      std::uint64_t const* const others = o.word_.data();
      bool grew = false;
      for (std::size_t w = 0, size = o.word_.size(); w < size; ++w) {
        if (!(others[w] & ~mine[w])) continue;
        mine[w] |= others[w];
        grew = true;
      }
      return grew;
    }

   private:
    List<std::uint64_t> word_;
  };
  struct Reader {
    int group = -1, next = -1;  // next: in `reader`, or -1
  };

  Graph const& g;
  std::size_t n;
  Fusion f{};
  List<char> must;  // to be stored, whoever computes it
  List<int> last_reader;
  List<int> first_reader;  // of a stored value: a list of the groups that read it, in `reader`
  List<Reader> reader{};
  List<Groups> reach{};       // of a group: all groups that it must come after
  List<int> first_waiting{};  // of a group: a list of those that wait for it, in `waiting`
  List<Reader> waiting{};
  List<int> waits{};         // of a group: in how many lists it is
  List<int> later{};         // groups whose `reach` has grown
  List<int> src{}, after{};  // of the node at hand: stored values that it reads, groups it must come after
  Node const* node;

  constexpr Node const& at(int i) const { return node[i]; }

  /// Versions: once `expires` has come, a value computed from an old version can no longer be computed again.
  constexpr void find_light() {
    List<int> expires(n, int(n)), leaf(n, -1);  // leaf: -1 no full-size stored value, -2 several, else which
    for (std::size_t i = 0; i < n; ++i) {
      if (at(int(i)).op == Op::update) expires[at(int(i)).in[0]] = int(i);
      for (int j : at(int(i)).in)
        if (j >= 0) last_reader[j] = int(i);
    }
    for (int i : g.output)
      if (at(i).op == Op::slot || at(i).op == Op::update || at(i).op == Op::reshape) last_reader[i] = int(n);
    for (int i = int(n) - 1; i >= 0; --i)
      if (at(i).op == Op::reshape)
        last_reader[at(i).in[0]] = std::max(last_reader[at(i).in[0]], last_reader[i]);
    for (std::size_t i = 0; i < n; ++i)
      if (at(int(i)).op == Op::update && last_reader[at(int(i)).in[0]] > int(i))
        throw "update: an old version is read after it was replaced";
    for (std::size_t i = 0; i < n; ++i) {
      Node const& v = at(int(i));
      if (v.op == Op::random || is_immediate(v.op)) continue;
      if (!is_elementwise(v.op)) {
        if (v.op == Op::reshape) expires[i] = expires[v.in[0]];
        leaf[i] = int(i);
        continue;
      }
      int one = -1, end = int(n);
      for (int j : v.in) {
        if (j < 0) continue;
        if (expires[j] < end && !is_immediate(at(j).op)) end = expires[j];
        if (!(at(j).shape == v.shape)) continue;
        int const l = leaf[j];
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
    for (int i : g.output) must[i] = 1;
    for (std::size_t i = 0; i < n; ++i) {
      Node const& v = at(int(i));
      for (int k = 0; k < 3; ++k) {
        int const j = v.in[k];
        if (j < 0) continue;
        bool const pass = v.op == Op::sum || (is_elementwise(v.op) && at(j).shape == v.shape);
        if (!pass) must[j] = 1;
      }
    }
  }
  /// The stored values that the expression of `i` reads.
  constexpr void sources(int i, List<int>& out) const {
    Node const& v = at(i);
    Shape const d = domain_of(g, v);
    for (int j : v.in) {
      if (j < 0 || is_immediate(at(j).op) || (at(j).op == Op::random && at(j).shape == d && !must[j]))
        continue;
      if (is_elementwise(at(j).op) && at(j).shape == d && f.light[j])
        sources(j, out);
      else
        add(out, j);
    }
  }
  static constexpr bool holds(List<int> const& l, int x) {
    for (int y : l)
      if (x == y) return true;
    return false;
  }
  static constexpr void add(List<int>& l, int x) {
    if (!holds(l, x)) l.push_back(x);
  }
  constexpr void place(int i) {
    Node const& v = at(i);
    bool const moving = is_dense(v.op) || is_movement(v.op);
    bool const draws = v.op == Op::random && must[i];
    bool const member = v.op == Op::sum || draws || (is_elementwise(v.op) && (!f.light[i] || must[i]));
    if (v.op == Op::reshape) f.home[i] = f.home[v.in[0]];
    if (!moving && !member) return;

    src.clear();
    after.clear();
    if (moving) {
      for (int k = 0; k < 3; ++k)
        if (v.in[k] >= 0) src.push_back(v.in[k]);
    } else
      sources(i, src);
    for (int s : src)
      if (int const h = f.home[s]; h >= 0) add(after, h);
    if (v.op == Op::update)
      for (int r = first_reader[v.in[0]]; r >= 0; r = reader[r].next) add(after, reader[r].group);

    int home = member ? find_group(i) : -1;
    if (home < 0) {
      home = int(f.group.size());
      f.group.push_back({.domain = domain_of(g, v), .head = moving ? i : -1});
      f.group.back().source.reserve(most_sources);
      if (!moving) f.group.back().member.reserve(most_members);
      reach.push_back(Groups(home));
      waits.push_back(0);
      first_waiting.push_back(-1);
    }
    Group& q = f.group[home];
    if (member) q.member.push_back(i);
    f.home[i] = home;
    come_after(home);
    for (int s : src) {
      if (s == q.head) continue;
      for (int t = s;; t = at(t).in[0]) {  // who reads another shape of a value reads the value
        if (!read_by(t, home)) {
          reader.push_back({home, first_reader[t]});
          first_reader[t] = int(reader.size()) - 1;
        }
        if (at(t).op != Op::reshape) break;
      }
      if (f.home[s] != home) add(q.source, s);
    }
  }
  constexpr bool read_by(int s, int group) const {
    for (int r = first_reader[s]; r >= 0; r = reader[r].next)
      if (reader[r].group == group) return true;
    return false;
  }
  /// May member `i` join group k?
  constexpr bool may_join(int i, Shape d, int k) const {
    Node const& v = at(i);
    Group const& q = f.group[k];
    if (!(q.domain == d)) return false;
    if (q.head >= 0) {
      Node const& h = at(q.head);
      if (!is_dense(h.op)) return false;
      if (v.op == Op::update && (h.in[0] == v.in[0] || h.in[1] == v.in[0])) return false;
    }
    if (q.member.size() >= most_members || q.source.size() + src.size() > most_sources) return false;
    for (int h : after)
      if (h != k && reach[h].has(k)) return false;
    for (int s : src)  // a sum is whole only after its group, and another shape of a value only in memory
      if (f.home[s] == k && (at(s).op == Op::sum || at(s).op == Op::reshape)) return false;
    return true;
  }
  /// The group that member `i` joins: one that makes an operand, the latest first; else one that reads one,
  /// the first first; else none.
  constexpr int find_group(int i) const {
    Shape const d = domain_of(g, at(i));
    int home = -1;
    for (int s : src)
      if (int const k = f.home[s]; k > home && at(s).shape == d && may_join(i, d, k)) home = k;
    if (home >= 0) return home;
    for (int s : src)
      if (at(s).shape == d)
        for (int r = first_reader[s]; r >= 0; r = reader[r].next)
          if (int const k = reader[r].group; (home < 0 || k < home) && may_join(i, d, k)) home = k;
    return home;
  }
  /// Group `home`, and all that come after it, come after those in `after`.
  constexpr void come_after(int home) {
    Groups& mine = reach[home];
    later.clear();
    for (int h : after) {
      if (h == home || mine.has(h)) continue;
      mine.add(h);
      mine.add(reach[h]);
      waiting.push_back({home, first_waiting[h]});
      first_waiting[h] = int(waiting.size()) - 1;
      ++waits[home];
      if (later.empty()) later.push_back(home);
    }
    while (!later.empty()) {
      int const k = later.back();
      later.pop_back();
      for (int r = first_waiting[k]; r >= 0; r = waiting[r].next)
        if (reach[waiting[r].group].add(reach[k])) later.push_back(waiting[r].group);
    }
  }

  constexpr void find_stored() {
    for (std::size_t i = 0; i < n; ++i) {
      if (f.home[i] < 0) continue;
      Op const o = at(int(i)).op;
      f.stored[i] = must[i] || o == Op::sum || o == Op::update || f.group[f.home[i]].head == int(i);
      for (int r = first_reader[i]; r >= 0; r = reader[r].next)
        if (reader[r].group != f.home[i]) f.stored[i] = 1;
    }
  }
  /// By first node; a group that only updates comes as soon as it may.
  constexpr void schedule() {
    struct Turn {
      int key = 0, group = -1;
      constexpr bool operator<(Turn const& o) const {
        return key > o.key;
      }  // the first is on top of the heap
    };
    List<Turn> ready;  // a heap
    auto is_ready = [&](int k) {
      Group const& q = f.group[k];
      bool sink = q.head < 0;
      for (int i : q.member)
        if (at(i).op != Op::update && f.stored[i]) sink = false;
      ready.push_back({(q.head >= 0 ? q.head : q.member[0]) - (sink ? int(n) : 0), k});
      std::push_heap(ready.begin(), ready.end());
    };
    f.order.reserve(f.group.size());
    for (std::size_t k = 0; k < f.group.size(); ++k)
      if (waits[k] == 0) is_ready(int(k));
    while (!ready.empty()) {
      int const k = ready[0].group;
      std::pop_heap(ready.begin(), ready.end());
      ready.pop_back();
      f.order.push_back(k);
      for (int r = first_waiting[k]; r >= 0; r = waiting[r].next)
        if (--waits[waiting[r].group] == 0) is_ready(waiting[r].group);
    }
    if (f.order.size() < f.group.size()) throw "fuse: the groups form a cycle";
  }
};

constexpr Fusion fuse(Graph const& g) { return Fuser(g).run(); }

}  // namespace agon
