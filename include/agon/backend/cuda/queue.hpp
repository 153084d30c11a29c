#pragma once
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include <agon/graph/program.hpp>

/// The order in which a device runs a program's calls. Updates of parameters wait for each other, so that one
/// launch makes all that have the same expression; what they read has memory of its own until then.
namespace agon::cuda {

/// Does the pass of a call make parameters and moments alone, each element from those of its own number and
/// from single numbers?
constexpr bool only_updates(ProgramView const& p, Call const& c) {
  if (c.kernel < 0 || c.domain.batched) return false;
  Expression const x = p.kernel[std::size_t(c.kernel)];
  for (Instruction const& i : p.instruction.subspan(std::size_t(x.first), std::size_t(x.size))) {
    auto const operand = [&](int k) -> Operand const& { return p.operand[std::size_t(c.first + k)]; };
    if (i.op == Op::sum || i.op == Op::random) return false;
    if (i.op == Op::update && operand(i.b).where != Where::slot) return false;
    if (i.op != Op::input) continue;
    Where const where = operand(i.a).where;
    if (i.kind != Kind::full && i.kind != Kind::single) return false;
    if (where != Where::slot && where != Where::shared) return false;
  }
  return true;
}

/// A part of a call, or the updates of several.
struct Work {
  enum class Of { head, pass, updates } of;
  int index;  // of the call, or of the group of updates
};
struct Queue {
  std::vector<Work> work;
  std::vector<std::vector<int>> updates;  // groups of calls whose passes are made together
  std::vector<long> kept;                 // values with memory of their own: how many numbers each has
  std::vector<int> operand;               // of an operand of the program: which of these it is, or -1
  std::vector<std::array<int, 3>> head;   // the same of the heads of calls
};

namespace detail {

class Queuer {
 public:
  explicit Queuer(ProgramView const& program) : p(program) {
    s.operand.assign(p.operand.size(), -1);
    s.head.assign(p.call.size(), {-1, -1, -1});
    for (int i = 0; i < calls(); ++i) accesses.push_back(accesses_of(i));
  }
  Queue run() {
    for (int i = 0; i < calls(); ++i) {
      Call const& c = p.call[std::size_t(i)];
      if (std::any_of(waiting.begin(), waiting.end(), [&](int u) { return meet(u, i); })) update_all();
      if (c.head != Op::input) s.work.push_back({Work::Of::head, i});
      if (c.kernel < 0) continue;
      if (only_updates(p, c) && keep_what_is_read(i))
        waiting.push_back(i);
      else
        s.work.push_back({Work::Of::pass, i});
    }
    update_all();
    return std::move(s);
  }

 private:
  /// What a call reads or writes.
  struct Access {
    Operand const* operand;
    int* kept;  // its place in the queue
    bool writes, of_head;

    bool shared() const { return operand->where == Where::shared && *kept < 0; }
  };
  ProgramView const& p;
  Queue s;
  std::vector<std::vector<Access>> accesses;  // of each call
  std::vector<int> waiting;                   // calls whose updates wait

  int calls() const { return int(p.call.size()); }
  std::vector<Access> accesses_of(int call) {
    Call const& c = p.call[std::size_t(call)];
    std::vector<Access> all;
    for (std::size_t k = 0; c.head != Op::input && k < 3; ++k)
      if (c.at[k].where != Where::none)
        all.push_back({&c.at[k], &s.head[std::size_t(call)][k], k == 2, true});
    if (c.kernel < 0) return all;
    std::size_t const first = all.size();
    for (int k = c.first; k < c.first + c.count; ++k)
      all.push_back({&p.operand[std::size_t(k)], &s.operand[std::size_t(k)], false, false});
    Expression const x = p.kernel[std::size_t(c.kernel)];
    for (Instruction const& i : p.instruction.subspan(std::size_t(x.first), std::size_t(x.size)))
      if (i.op == Op::sum || i.op == Op::update) all[first + i.b].writes = true;
    return all;
  }
  /// Must an update that waits be made before a call, which has to do with its parameters?
  bool meet(int update, int call) const {
    for (Access const& u : accesses[std::size_t(update)])
      for (Access const& a : accesses[std::size_t(call)])
        if (!u.of_head && u.operand->where == Where::slot && a.operand->where == Where::slot &&
            u.operand->index == a.operand->index && (a.writes || u.writes))
          return true;
    return false;
  }
  void update_all() {
    while (!waiting.empty()) {
      short const kernel = p.call[std::size_t(waiting[0])].kernel;
      auto const same = [&](int u) { return p.call[std::size_t(u)].kernel == kernel; };
      std::vector<int> group;
      std::copy_if(waiting.begin(), waiting.end(), std::back_inserter(group), same);
      std::erase_if(waiting, same);
      if (group.size() == 1) {
        s.work.push_back({Work::Of::pass, group[0]});
      } else {
        s.work.push_back({Work::Of::updates, int(s.updates.size())});
        s.updates.push_back(std::move(group));
      }
    }
  }
  /// Gives all results that an update reads memory of their own. False, and nothing done, if one is an input
  /// or an output of the program, or is read in parts.
  bool keep_what_is_read(int call) {
    std::vector<int*> kept;
    std::vector<long> sizes;
    for (Access const& a : accesses[std::size_t(call)]) {
      if (a.of_head || a.writes || !a.shared()) continue;
      std::vector<int*> const names = names_of(*a.operand, call);
      if (names.empty()) {
        for (int* k : kept) *k = -1;
        return false;
      }
      for (int* k : names) *k = int(s.kept.size() + sizes.size());
      kept.insert(kept.end(), names.begin(), names.end());
      sizes.push_back(a.operand->size);
    }
    s.kept.insert(s.kept.end(), sizes.begin(), sizes.end());
    return true;
  }
  static bool overlap(Operand const& a, Operand const& b) {
    return a.offset < b.offset + b.size && b.offset < a.offset + a.size;
  }
  /// Every place of the queue that names the shared result `o` which the pass of call i reads; none if it
  /// can't be told.
  std::vector<int*> names_of(Operand const& o, int i) const {
    std::vector<int*> names;
    bool whole = true;
    auto const name = [&](Access const& a) {
      whole = whole && a.operand->offset == o.offset && a.operand->size == o.size;
      names.push_back(a.kept);
    };
    bool made = false;
    for (int j = i; j >= 0 && !made; --j) {  // back to the call that makes it
      Touching const t = touching(j, o);
      made = t.head_writes || t.pass_writes;
      for (Access const& a : t.all)  // what a call reads there before it writes is another value
        if (a.writes || !made || (t.head_writes && !a.of_head)) name(a);
    }
    bool gone = false;
    for (int j = i + 1; j < calls() && !gone; ++j) {  // on to the call that writes something else there
      Touching const t = touching(j, o);
      for (Access const& a : t.all)
        if (!a.writes && (a.of_head || !t.head_writes)) name(a);
      gone = t.head_writes || t.pass_writes;
    }
    for (Terminal const& t : p.output)
      if (!gone && t.at.where == Where::shared && overlap(t.at, o)) return {};
    return made && whole ? names : std::vector<int*>{};
  }
  /// What a call has to do with the memory of a shared result.
  struct Touching {
    std::vector<Access> all;
    bool head_writes = false, pass_writes = false;
  };
  Touching touching(int call, Operand const& o) const {
    Touching t;
    for (Access const& a : accesses[std::size_t(call)]) {
      if (!a.shared() || !overlap(*a.operand, o)) continue;
      t.all.push_back(a);
      if (a.writes) (a.of_head ? t.head_writes : t.pass_writes) = true;
    }
    return t;
  }
};

}  // namespace detail

inline Queue queue_of(ProgramView const& program) { return detail::Queuer(program).run(); }

/// A piece of one member of a group of updates: elements [first, end), for a block of threads.
struct Share {
  int member;
  long first, end;
};
inline constexpr long most_of_share = 4096;
/// What launches of groups are told: the addresses of each member's operands, one member after the
/// other, and the shares of all members.
struct Members {
  std::vector<float*> at;
  std::vector<Share> share;

  /// Adds a group. `operand_at` has the address of each operand of the program.
  void add(ProgramView const& p, std::vector<int> const& group, std::vector<float*> const& operand_at) {
    int member = 0;
    for (int i : group) {
      Call const& c = p.call[std::size_t(i)];
      at.insert(at.end(), operand_at.begin() + c.first, operand_at.begin() + c.first + c.count);
      long const elements = long(c.domain.size());
      for (long first = 0; first < elements; first += most_of_share)
        share.push_back({member, first, std::min(elements, first + most_of_share)});
      ++member;
    }
  }
};

}  // namespace agon::cuda
