#pragma once
#include <functional>
#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <ucontext.h>
#include <vector>

/// CUDA's kernels on the host, as they stand: what their compiler gives them, and how they are run. The
/// threads of a block take turns, each until it waits for the others or ends; blocks run one after the other.
namespace agon::test {

struct Index {
  unsigned x = 0, y = 0, z = 0;
};

/// The threads of a block, each with a stack of its own.
class Block {
 public:
  static constexpr std::size_t warp = 32;
  static Block& the() {
    static Block block;
    return block;
  }
  /// What a thread waits for: nothing, all others, or those of its warp, in that line of a kernel.
  struct Meeting {
    enum class Of { none, block, warp } of = Of::none;
    unsigned line = 0;
    bool operator==(Meeting const&) const = default;
    explicit operator bool() const { return of != Of::none; }
  };
  /// Runs `work` for each of so many threads. Throws std::logic_error if they do not meet: if some wait
  /// elsewhere than others, or for a part of a warp.
  void run(std::size_t threads, std::function<void()> const& work) {
    prepare(threads);
    work_ = &work;
    Meeting all = go_on(0);
    if (!all && !backwards) return run_others(threads);
    for (all = rest(1, all); all;) {
      if (all.of == Meeting::Of::warp) look_for_parts_of_warps();
      all = rest(0, {});
    }
  }
  void wait(Meeting m) {
    if (alone_) refuse("a thread waits, and the first of its block has ended without");
    Thread& t = threads_[now_];
    t.waits = m;
    swapcontext(&t.context, &home_);
  }
  std::vector<float> shown;  // by each thread, to its warp
  bool backwards = false;    // the last block and thread go first, and the first last

 private:
  struct Thread {
    ucontext_t context{};
    std::vector<char> stack = std::vector<char>(1 << 16);
    Meeting waits{};
    bool ended = false;
  };
  static constexpr char mark = 77;  // at the end of a stack
  std::vector<Thread> threads_;
  std::size_t now_ = 0;
  bool alone_ = false;  // no thread waits: all run on the same stack
  std::function<void()> const* work_ = nullptr;
  ucontext_t home_{};

  void prepare(std::size_t threads);
  Meeting go_on(std::size_t turn);
  /// Goes on with all threads from a turn on, which wait for the same as those before.
  Meeting rest(std::size_t turn, Meeting all) {
    for (; turn < threads_.size(); ++turn)
      if (Meeting const m = go_on(turn)) {
        if (all && m != all) refuse("threads of a block wait for different things");
        all = m;
      }
    return all;
  }
  void run_others(std::size_t threads);
  void look_for_parts_of_warps() {
    for (std::size_t first = 0; first < threads_.size(); first += warp)
      for (std::size_t k = 1; k < warp; ++k)
        if (threads_[first + k].ended != threads_[first].ended) refuse("a part of a warp has ended");
  }
  [[noreturn]] void refuse(char const* why) {
    if (!alone_) threads_.clear();  // whose stacks are in the middle of something
    alone_ = false;
    throw std::logic_error(why);
  }
  static void enter() {
    for (Block& b = the();;) {
      (*b.work_)();
      Thread& t = b.threads_[b.now_];
      t.ended = true;
      swapcontext(&t.context, &b.home_);  // until there is other work
    }
  }
};

/// While it lives, the last block and thread go first.
struct Backwards {
  explicit Backwards(bool are = true) { Block::the().backwards = are; }
  Backwards(Backwards const&) = delete;
  ~Backwards() { Block::the().backwards = false; }
};

}  // namespace agon::test

// The headers with kernels come after these.
#define __global__
#define __shared__ static
inline agon::test::Index threadIdx, blockIdx, gridDim;
inline void __syncthreads(std::source_location at = std::source_location::current()) {
  agon::test::Block::the().wait({agon::test::Block::Meeting::Of::block, at.line()});
}
inline float __shfl_down_sync(unsigned, float x, unsigned by,
                              std::source_location at = std::source_location::current()) {
  using agon::test::Block;
  Block& b = Block::the();
  b.shown[threadIdx.x] = x;
  b.wait({Block::Meeting::Of::warp, at.line()});
  float const found = threadIdx.x % Block::warp + by < Block::warp ? b.shown[threadIdx.x + by] : x;
  b.wait({Block::Meeting::Of::warp, at.line()});
  return found;
}

inline void agon::test::Block::prepare(std::size_t threads) {
  if (threads_.size() != threads) {
    threads_ = std::vector<Thread>(threads);
    for (Thread& t : threads_) {
      t.stack[0] = mark;
      getcontext(&t.context);
      t.context.uc_stack.ss_sp = t.stack.data();
      t.context.uc_stack.ss_size = t.stack.size();
      makecontext(&t.context, enter, 0);
    }
  }
  shown.assign(threads, 0);
  for (Thread& t : threads_) t.ended = false;
}
/// Goes on with the thread whose turn it is, unless it has ended, until it waits or ends.
inline agon::test::Block::Meeting agon::test::Block::go_on(std::size_t turn) {
  now_ = backwards ? threads_.size() - 1 - turn : turn;
  Thread& t = threads_[now_];
  t.waits = {};
  if (t.ended) return {};
  threadIdx = {unsigned(now_), 0, 0};
  swapcontext(&home_, &t.context);
  if (t.stack[0] != mark) refuse("a thread's stack is too small");
  return t.waits;
}
/// All but the first, which has ended without waiting.
inline void agon::test::Block::run_others(std::size_t threads) {
  alone_ = true;
  for (now_ = 1; now_ < threads; ++now_) {
    threadIdx = {unsigned(now_), 0, 0};
    (*work_)();
  }
  alone_ = false;
}

namespace agon::test {

/// Runs `work` for each of `threads` threads of each of so many blocks. Throws std::logic_error for what a
/// device refuses.
inline void run_blocks(long x, long y, long z, std::size_t threads, std::function<void()> const& work) {
  constexpr long most = 65535, most_across = 0x7FFFFFFF;
  if (x < 1 || y < 1 || z < 1 || x > most_across || y > most || z > most)
    throw std::logic_error("a kernel cannot be started with so many blocks");
  gridDim = {unsigned(x), unsigned(y), unsigned(z)};
  long const all = x * y * z;
  for (long turn = 0; turn < all; ++turn) {
    long const k = Block::the().backwards ? all - 1 - turn : turn;
    blockIdx = {unsigned(k % x), unsigned(k / x % y), unsigned(k / x / y)};
    Block::the().run(threads, work);
  }
}

}  // namespace agon::test
