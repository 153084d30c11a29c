#pragma once
#include <algorithm>
#include <array>
#include <utility>

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

/// How the members of each target are added: by one thread; or in parts, one for each block of threads, which
/// has `width` neighbouring targets side by side.
struct Split {
  static constexpr int threads = 256;  // of a block
  int width = 0;                       // 0: by one thread
  long parts = 1, members = 1;

  constexpr long first(long part) const { return members * part / parts; }
  /// Threads that add one target's members of a part.
  constexpr int lanes() const { return threads / width; }
  constexpr long blocks(long targets) const {
    return width ? (targets + width - 1) / width : (targets + threads - 1) / threads;
  }
};
constexpr Split split(Reduction const& r) {
  constexpr long enough_threads = 1 << 15, enough_blocks = 264, least = 64;
  long const n = r.members(), targets = r.targets();
  if (targets >= enough_threads || n < 32) return {0, 1, n};
  Split s{1, 1, n};
  while (!r.along() && s.width < 32 && s.width < targets) s.width *= 2;
  long const most = n / std::max<long>(least, 4 * s.lanes());
  s.parts = std::max<long>(1, std::min(enough_blocks / s.blocks(targets), most));
  return s;
}

inline constexpr std::array kinds{Kind::full,  Kind::channel,  Kind::sample, Kind::sample_channel,
                                  Kind::pixel, Kind::position, Kind::single};

/// The kinds of sums in an expression, each once.
template <class E>
struct Sums {
  static constexpr int count_of(Kind kind) {
    int n = 0;
    for (int k = 0; k < E::size; ++k) n += E::at(k).op == Op::sum && E::at(k).kind == kind;
    return n;
  }
  static constexpr bool has(Kind kind) { return count_of(kind) > 0; }
  /// f<kind>() for each kind that there is, in the order of their passes.
  static constexpr void each(auto const& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      auto const one = [&]<Kind Which>() {
        if constexpr (has(Which)) f.template operator()<Which>();
      };
      (one.template operator()<kinds[I]>(), ...);
    }
    (std::make_index_sequence<kinds.size()>{});
  }
  /// The last kind, whose pass makes the stores too, after all other passes have read.
  static constexpr Kind last = [] {
    Kind last{};
    for (Kind const kind : kinds)
      if (has(kind)) last = kind;
    return last;
  }();
  static constexpr bool any = has(last);
};

}  // namespace agon::cuda
