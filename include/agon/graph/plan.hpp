#pragma once
#include <agon/graph/fuse.hpp>
#include <agon/graph/program.hpp>

namespace agon {

/// Where every stored value lies: an arena for results that the batch shares, and one for each domain's
/// results of each sample. Walks the groups in order and gives each result the first gap among the living,
/// or, in place, the memory of an operand that dies as it is read. Offsets are multiples of 16 numbers.
class Plan {
 public:
  static constexpr int arenas = 1 + most_domains;
  List<Operand> place;              // of a node that owns memory
  std::array<long, arenas> peak{};  // numbers in the shared arena, and in the domains' for each sample

  constexpr Plan(Graph const& graph, Fusion const& fusion)
      : place(graph.node.size()),
        g(graph),
        f(fusion),
        death(graph.node.size(), -1),
        block_of(graph.node.size(), -1),
        next_dying(graph.node.size(), -1),
        forever(int(fusion.order.size())),
        dying(fusion.order.size(), -1) {
    for (int k = 0; k < arenas; ++k) {  // their beginnings
      full[k] = k;
      block.push_back({});
    }
    find_deaths();
    for (std::size_t i = 0; i < g.node.size(); ++i) {
      Node const& n = g.node[i];
      if (n.op == Op::slot) place[i] = {.where = Where::slot, .index = n.index};
      if (n.op == Op::input) {
        death[i] = forever;
        allot(int(i), -1, nullptr);
      }
    }
    for (int now = 0; now < forever; ++now) {
      Group const& q = f.group[f.order[now]];
      if (now > 0)
        for (int i = dying[now - 1]; i >= 0; i = next_dying[i]) release(i);
      if (q.head >= 0) allot(q.head, now, nullptr);
      for (int i : q.member)
        if (f.stored[i] && g.node[i].op != Op::update) allot(i, now, &q);
    }
  }

 private:
  /// Memory that is taken, between its neighbours in the arena.
  struct Block {
    long at = 0, end = 0;
    int root = -1, before = -1, after = -1;
  };
  Graph const& g;
  Fusion const& f;
  List<int> death;       // of a root: the last step that reads it
  List<int> block_of;    // of a root: its block, or -1
  List<int> next_dying;  // of a root: the next that dies at the same step
  int forever;
  List<int> dying;  // of a step: the first root that dies there
  List<Block> block{};
  int full[arenas]{};  // of an arena: the block up to which there is no gap

  static constexpr int arena_of(Shape d) { return d.batched ? 1 + d.domain() : 0; }
  constexpr void find_deaths() {
    auto use = [&](int i, int when) {
      int& d = death[storage_root(g, i)];
      if (d < when) d = when;
    };
    for (int k = 0; k < forever; ++k) {
      Group const& q = f.group[f.order[k]];
      for (int s : q.source) use(s, k);
      if (q.head >= 0) {
        use(q.head, k);
        for (int j : g.node[q.head].in)
          if (j >= 0) use(j, k);
      }
      for (int i : q.member)
        if (f.stored[i]) use(i, k);
    }
    for (int i : g.output) use(i, forever);
  }
  /// May `i`, a member of q, lie where the dying root `r` does? Each element is read before it is
  /// overwritten, unless the head gathers it.
  constexpr bool in_place(int i, int r, Group const& q) const {
    auto root_is = [&](int s) { return storage_root(g, s) == r; };
    bool mine = q.head >= 0 && root_is(q.head);
    for (int s : q.source) {
      if (!root_is(s)) continue;
      if (!(g.node[s].shape == g.node[i].shape)) return false;
      mine = true;
    }
    if (q.head >= 0)
      for (int j : g.node[q.head].in)
        if (j >= 0 && root_is(j)) return false;
    return mine;
  }
  /// The block that `i`, a member of q, takes over at step `now`: of those that it may, the one at the lowest
  /// address; or -1.
  constexpr int inherited(int i, int now, long size, Group const& q) const {
    int best = -1;
    auto consider = [&](int s) {
      int const r = storage_root(g, s), b = block_of[r];
      if (b >= 0 && block[b].root == r && death[r] == now &&
          arena_of(g.node[r].shape) == arena_of(g.node[i].shape) && block[b].end - block[b].at == size &&
          (best < 0 || block[b].at < block[best].at) && in_place(i, r, q))
        best = b;
    };
    if (q.head >= 0) consider(q.head);
    for (int s : q.source) consider(s);
    return best;
  }
  constexpr void hold(int b, int i) {
    block[b].root = i;
    block_of[i] = b;
    if (death[i] == forever) return;
    next_dying[i] = dying[death[i]];
    dying[death[i]] = i;
  }
  /// Unless another root has taken it over.
  constexpr void release(int i) {
    Block const b = block[block_of[i]];
    if (b.root != i) return;
    block[b.before].after = b.after;
    if (b.after >= 0) block[b.after].before = b.before;
    int& last = full[arena_of(g.node[i].shape)];
    if (b.at < block[last].end) last = b.before;
  }
  constexpr void allot(int i, int now, Group const* q) {
    Node const& n = g.node[i];
    int const arena = arena_of(n.shape);
    long const size = (n.shape.numbers() + 15) / 16 * 16;
    Operand& here = place[i];
    here.where = arena ? Where::sample : Where::shared;
    if (int const b = q && n.op != Op::sum ? inherited(i, now, size, *q) : -1; b >= 0) {
      here.offset = block[b].at;
      hold(b, i);
      return;
    }
    Block const* const all = block.data();
    int k = full[arena];
    while (all[k].after >= 0 && all[all[k].after].at == all[k].end) k = all[k].after;
    full[arena] = k;
    while (all[k].after >= 0 && all[all[k].after].at - all[k].end < size) k = all[k].after;
    long const at = all[k].end;
    int const b = int(block.size()), after = all[k].after;
    block.push_back({at, at + size, i, k, after});
    block[k].after = b;
    if (after >= 0) block[after].before = b;
    hold(b, i);
    here.offset = at;
    long& p = peak[std::size_t(arena)];
    if (at + size > p) p = at + size;
  }
};

}  // namespace agon
