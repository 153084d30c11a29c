#pragma once
#include <functional>
#include <stdexcept>
#include <type_traits>
#include <ucontext.h>
#include <vector>

/// CUDA's kernels on the host, as they stand: what their compiler gives them. The threads of a block take
/// turns, each until it waits for the others or ends; blocks run one after the other. Include it before any
/// kernel.
namespace agon::test {

struct Index {
  unsigned x = 0, y = 0, z = 0;
};

/// The threads of a block, each with a stack of its own.
class Block {
 public:
  static Block& the() {
    static Block block;
    return block;
  }
  /// What a thread waits for: all others, or those of its warp.
  enum class Meeting { none, block, warp };
  /// Runs `work` for each of so many threads. Throws std::logic_error if they wait for different things.
  void run(std::size_t threads, std::function<void()> const& work);
  void wait(Meeting m) {
    Thread& t = threads_[now_];
    if (alone_) {
      alone_ = false;
      throw std::logic_error("a thread waits, and the first of its block has ended without");
    }
    t.waits = m;
    swapcontext(&t.context, &home_);
  }
  std::vector<float> shown;  // by each thread, to its warp

 private:
  struct Thread {
    ucontext_t context{};
    std::vector<char> stack = std::vector<char>(1 << 16);
    Meeting waits{};
    bool ended = false;
  };
  std::vector<Thread> threads_;
  std::size_t now_ = 0;
  bool alone_ = false;  // no thread waits: all run on the same stack
  std::function<void()> const* work_ = nullptr;
  ucontext_t home_{};

  Meeting go_on(std::size_t thread);
  Meeting rest(std::size_t thread, Meeting all);
  static void enter() {
    for (Block& b = the();;) {
      (*b.work_)();
      Thread& t = b.threads_[b.now_];
      t.ended = true;
      swapcontext(&t.context, &b.home_);  // until there is other work
    }
  }
};

}  // namespace agon::test

// The headers with kernels come after these.
#define __global__
#define __shared__ static
inline agon::test::Index threadIdx, blockIdx, gridDim;
inline void __syncthreads() { agon::test::Block::the().wait(agon::test::Block::Meeting::block); }
inline float __shfl_down_sync(unsigned, float x, unsigned by) {
  using agon::test::Block;
  Block& b = Block::the();
  b.shown[threadIdx.x] = x;
  b.wait(Block::Meeting::warp);
  float const found = threadIdx.x % 32 + by < 32 ? b.shown[threadIdx.x + by] : x;
  b.wait(Block::Meeting::warp);
  return found;
}

inline void agon::test::Block::run(std::size_t threads, std::function<void()> const& work) {
  if (threads_.size() != threads) {
    threads_ = std::vector<Thread>(threads);
    for (Thread& t : threads_) {
      getcontext(&t.context);
      t.context.uc_stack.ss_sp = t.stack.data();
      t.context.uc_stack.ss_size = t.stack.size();
      makecontext(&t.context, enter, 0);
    }
  }
  shown.assign(threads, 0);
  work_ = &work;
  for (Thread& t : threads_) t.ended = false;
  Meeting first = go_on(0);
  alone_ = first == Meeting::none;
  for (now_ = 1; alone_ && now_ < threads; ++now_) {
    threadIdx = {unsigned(now_), 0, 0};
    work();
  }
  alone_ = false;
  for (first = first == Meeting::none ? first : rest(1, first); first != Meeting::none;)
    first = rest(0, Meeting::none);
}
/// Goes on with a thread until it waits, for what it says, or ends.
inline agon::test::Block::Meeting agon::test::Block::go_on(std::size_t thread) {
  now_ = thread;
  threadIdx = {unsigned(thread), 0, 0};
  Thread& t = threads_[thread];
  t.waits = Meeting::none;
  swapcontext(&home_, &t.context);
  return t.waits;
}
/// Goes on with all threads from `thread` on that have not ended, which wait for the same as those before.
inline agon::test::Block::Meeting agon::test::Block::rest(std::size_t thread, Meeting all) {
  for (; thread < threads_.size(); ++thread) {
    if (threads_[thread].ended) continue;
    Meeting const m = go_on(thread);
    if (m == Meeting::none) continue;
    if (all != Meeting::none && m != all) {
      threads_.clear();  // whose stacks are in the middle of something
      throw std::logic_error("threads of a block wait for different things");
    }
    all = m;
  }
  return all;
}

#include <agon/backend/cuda/heads.hpp>
#include <agon/backend/cuda/launch.hpp>

namespace agon::test {

/// Starts kernels on the host, as cuda::OnDevice does on the device.
struct OnHost {
  template <class... P>
  static void start(char const*, void (*kernel)(P...), cuda::Blocks const& n, std::type_identity_t<P>... a) {
    gridDim = {unsigned(n.x), unsigned(n.y), unsigned(n.z)};
    for (unsigned z = 0; z < gridDim.z; ++z)
      for (unsigned y = 0; y < gridDim.y; ++y)
        for (unsigned x = 0; x < gridDim.x; ++x) {
          blockIdx = {x, y, z};
          Block::the().run(std::size_t(cuda::block), [&] { kernel(a...); });
        }
  }
};

}  // namespace agon::test
