#pragma once
#include <algorithm>
#include <chrono>
#include <vector>

#include <agon/backend/cpu/vector.hpp>
#include <agon/backend/store.hpp>
#include <agon/core/threads.hpp>

/// What this machine can do at best, measured: the yardstick of everything else.
namespace agon::bench {

/// The median time of f(), in seconds.
double median_seconds(int times, auto const& f) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> taken;
  for (int k = 0; k < times; ++k) {
    Clock::time_point const start = Clock::now();
    f();
    taken.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::nth_element(taken.begin(), taken.begin() + times / 2, taken.end());
  return taken[std::size_t(times / 2)];
}

/// Chains of fused multiply-adds that wait for nothing but themselves: more of them than two pipelines of
/// four or five stages hold, and no more than stay in registers.
inline constexpr int chains = cpu::lanes == 16 ? 24 : 12;

/// y = x a + b on every lane of every chain, `rounds` times.
__attribute__((noinline)) inline void multiply_add(float const* a, float const* b, float* y, long rounds) {
  using namespace cpu;
  Vec const va = load(a), vb = load(b);
  Vec x[chains];
#pragma GCC unroll 64
  for (int k = 0; k < chains; ++k) x[k] = load(y + k * lanes);
  for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 64
    for (int k = 0; k < chains; ++k) x[k] = x[k] * va + vb;
  }
#pragma GCC unroll 64
  for (int k = 0; k < chains; ++k) store(y + k * lanes, x[k]);
}

/// Operations a second in fused multiply-adds, two to each; on one thread, or on all of a parallel section.
inline double measure_fma_peak(bool all_threads) {
  constexpr long rounds = 20000, times = 15;
  long const pieces = all_threads ? 16 * thread_count() : 16, width = chains * cpu::lanes;
  Memory<float> const a(cpu::lanes), b(cpu::lanes), y(std::size_t(pieces * width));
  std::ranges::fill(a.span(), 0.5f);
  std::ranges::fill(b.span(), 0.5f);  // x becomes 1: no denormals
  auto piece = [&](long k) { multiply_add(a.data(), b.data(), y.data() + k * width, rounds); };
  auto all = [&] {
    if (all_threads)
      parallel(pieces, piece);
    else
      for (long k = 0; k < pieces; ++k) piece(k);
  };
  all();
  return 2.0 * double(pieces * rounds * width) / median_seconds(times, all);
}

/// Bytes a second that all threads together read from an array much larger than any cache.
inline double measure_bandwidth() {
  using namespace cpu;
  constexpr long pieces = 256, size = 1 << 18;  // 256 MB in all
  Memory<float> const x(std::size_t(pieces * size)), sums(std::size_t(pieces * lanes));
  auto read = [&] {
    parallel(pieces, [&](long k) {
      Vec s[4]{};
      for (float const *p = x.data() + k * size, *end = p + size; p < end; p += 4 * lanes)
        for (int i = 0; i < 4; ++i) s[i] += load(p + i * lanes);
      store(sums.data() + k * lanes, (s[0] + s[1]) + (s[2] + s[3]));
    });
  };
  read();
  return 4.0 * double(pieces * size) / median_seconds(7, read);
}

/// Measured once, when first asked for.
struct Peak {
  double one_thread = measure_fma_peak(false), all_threads = measure_fma_peak(true);
  static Peak const& of_this_machine() {
    static Peak const peak;
    return peak;
  }
};

}  // namespace agon::bench
