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
        forever(int(fusion.order.size())) {
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
      for (auto& l : live) l.erase_if([&](Block const& b) { return death[b.root] < now; });
      if (q.head >= 0) allot(q.head, now, nullptr);
      for (int i : q.member)
        if (f.stored[i] && g.node[i].op != Op::update) allot(i, now, &q);
    }
  }

 private:
  struct Block {
    long at = 0, size = 0;
    int root = -1;
  };
  Graph const& g;
  Fusion const& f;
  List<int> death;  // of a root: the last step that reads it
  int forever;
  List<Block> live[arenas];  // sorted; a plain array, for nvcc would not destroy the lists of a std::array

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
  constexpr void allot(int i, int now, Group const* q) {
    Node const& n = g.node[i];
    int const arena = n.shape.batched ? 1 + n.shape.domain() : 0;
    List<Block>& l = live[arena];
    long const size = (n.shape.numbers() + 15) / 16 * 16;
    Operand& here = place[i];
    here.where = n.shape.batched ? Where::sample : Where::shared;
    if (q && n.op != Op::sum)
      for (Block& b : l)
        if (death[b.root] == now && b.size == size && in_place(i, b.root, *q)) {
          here.offset = b.at;
          b.root = i;
          return;
        }
    long at = 0;
    std::size_t k = 0;
    for (; k < l.size() && l[k].at - at < size; ++k) at = l[k].at + l[k].size;
    l.insert(k, {at, size, i});
    here.offset = at;
    long& p = peak[std::size_t(arena)];
    if (at + size > p) p = at + size;
  }
};

}  // namespace agon
