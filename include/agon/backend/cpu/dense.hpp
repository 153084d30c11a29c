#pragma once
#include <agon/backend/cpu/tile.hpp>
#include <agon/graph/program.hpp>

/// What convolutions and products share: they make their result in chunks of whole rows, each by one thread,
/// and say when a chunk is complete.
namespace agon::cpu {
inline namespace AGON_CPU {

/// The operands of a dense or moving call at one batch.
struct Dense {
  Op op{};
  Window window{};
  int index = 0;  // as the node's
  Shape a{}, b{}, y{};
  long batch = 1;        // samples of those that have any; of a stack, of one batch in it
  int most_outputs = 3;  // of the tiles of fast convolutions, along a side; 1: there are none

  constexpr long extent(Shape d) const { return d.size() * (d.batched ? batch : 1); }
  /// Rows and columns of a matrix: a batched value is (batch, size), any other (pixels, channels).
  constexpr long rows(Shape d) const { return d.batched ? batch : long(d.h) * d.w; }
  constexpr long columns(Shape d) const { return d.batched ? d.size() : long(d.c); }
};

/// What a call does with rows [from, to) of its result as soon as chunk number `chunk` has made them.
class Done {
 public:
  template <class F>
  Done(F const& f)
      : self_(&f), call_([](void const* self, long chunk, long from, long to) {
          (*static_cast<F const*>(self))(chunk, from, to);
        }) {}
  void operator()(long chunk, long from, long to) const { call_(self_, chunk, from, to); }

 private:
  void const* self_;
  void (*call_)(void const*, long, long, long);
};

/// Memory for one call: shared by all threads, and each thread's own.
struct Workspace {
  float* shared = nullptr;
  float* own = nullptr;
  long own_size = 0;
  float* mine(int thread) const { return own + thread * own_size; }
};
struct Room {
  long shared = 0, own = 0;  // floats
};

/// Splits n units into chunks of at least `smallest` units, at most `most` of them. It depends on sizes
/// alone.
struct Chunks {
  long units = 0, count = 1;
  static constexpr Chunks of(long n, long smallest, long most = 32) {
    long const count = n / (smallest > 0 ? smallest : 1);
    return {n, count < 1 ? 1 : count > most ? most : count};
  }
  constexpr long begin(long i) const { return units * i / count; }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
