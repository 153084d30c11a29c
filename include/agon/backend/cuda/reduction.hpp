#pragma once
#include <agon/backend/cuda/expression.hpp>

/// How the sums of an expression are taken: every element of the domain is a member of one target. Sums are
/// added in an order that depends on shapes alone, so that they have the same bits in every run.
namespace agon::cuda {

/// The targets of a kind of sum, and their members.
struct Reduction {
  Kind kind{};
  long samples = 1, pixels = 1;
  int c = 1;

  constexpr long elements() const { return samples * pixels * c; }
  constexpr long targets() const {
    switch (kind) {
      case Kind::single: return 1;
      case Kind::sample: return samples;
      case Kind::channel: return c;
      case Kind::sample_channel: return samples * c;
      case Kind::position: return pixels * c;
      default: return samples * pixels;  // over the channels of a row
    }
  }
  constexpr long members() const { return elements() / targets(); }
  /// Do members of one target follow each other in memory? Otherwise neighbouring targets do.
  constexpr bool along() const {
    return kind != Kind::channel && kind != Kind::sample_channel && kind != Kind::position;
  }
  constexpr long element(long target, long member) const {
    switch (kind) {
      case Kind::channel: return member * c + target;
      case Kind::sample_channel: return (target / c * pixels + member) * c + target % c;
      case Kind::position: return member * pixels * c + target;
      default: return target * members() + member;
    }
  }
};

/// In how many parts the members of each target are added, by as many blocks.
struct Split {
  enum class Way {
    by_thread,  // a thread adds all members of a target
    by_block,   // the threads of a block add one target's, which follow each other
    by_rows     // 32 neighbouring targets, by eight rows of threads
  };
  Way way{};
  long parts = 1, members = 1;

  constexpr long first(long part) const { return members * part / parts; }
};
constexpr Split split(Reduction const& r) {
  constexpr long enough_threads = 1 << 15, blocks = 512, least = 1024;
  long const n = r.members();
  if (r.targets() >= enough_threads || n < 32) return {Split::Way::by_thread, 1, n};
  long const others = r.along() ? r.targets() : (r.targets() + 31) / 32;
  long parts = blocks / others, most = n / (r.along() ? least : 64);
  parts = parts < most ? parts : most;
  return {r.along() ? Split::Way::by_block : Split::Way::by_rows, parts < 1 ? 1 : parts, n};
}

/// The kinds of sums in an expression, each once.
template <class E>
struct Sums {
  static constexpr int count_of(Kind kind) {
    int n = 0;
    for (int k = 0; k < E::size; ++k) n += E::at(k).op == Op::sum && E::at(k).kind == kind;
    return n;
  }
  static constexpr bool has(Kind kind) { return count_of(kind) > 0; }
  /// The last kind, whose pass makes the stores too, after all other passes have read.
  static constexpr Kind last = [] {
    Kind kind{};
    for (int k = 0; k < E::size; ++k)
      if (E::at(k).op == Op::sum && int(E::at(k).kind) > int(kind)) kind = E::at(k).kind;
    return kind;
  }();
  static constexpr bool any = [] {
    for (int k = 0; k < E::size; ++k)
      if (E::at(k).op == Op::sum) return true;
    return false;
  }();
};

}  // namespace agon::cuda
