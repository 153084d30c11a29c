#pragma once
#include <benchmark/benchmark.h>
#include <chrono>
#include <fstream>
#include <sys/resource.h>

#include <agon/backend/cpu/cpu.hpp>

#include "peak.hpp"

/// What all benchmarks report, and how they begin.
namespace agon::bench {

/// Uniform in [-1, 1): memory that was never written would read as one page of zeros, and flatter.
inline void fill(std::span<float> x) {
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = float(2 * uniform(draw({1, 0}, 0, 0, std::uint32_t(i))) - 1);
}

/// Times once(), which makes `flop` nominal operations, two for each multiply-add, padded taps included:
/// where padding is skipped the fraction of the peak may pass 1. Returns the seconds of an iteration.
double measure(benchmark::State& state, double flop, auto const& once) {
  using Clock = std::chrono::steady_clock;
  once();  // pages are touched, threads have started
  Clock::time_point const start = Clock::now();
  for (auto _ : state) {
    once();
    benchmark::ClobberMemory();
  }
  double const seconds =
      std::chrono::duration<double>(Clock::now() - start).count() / double(state.iterations());
  state.counters["GFLOP/s"] = flop * 1e-9 / seconds;
  state.counters["peak_fraction"] = flop / seconds / Peak::of_this_machine().all_threads;
  state.counters["threads"] = thread_count();
  return seconds;
}

/// Forgets the most memory that this process has had so far, where the system can.
inline void forget_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5"; }
/// The most memory that this process has had since, in MB.
inline double peak_memory() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  return double(u.ru_maxrss) * 1024e-6;
}

/// Runs what was registered, below a heading that states the machine's peak.
inline int run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  Peak const& peak = Peak::of_this_machine();
  auto number = [](double x) {
    char s[40];
    std::snprintf(s, sizeof s, "%.1f", x * 1e-9);
    return std::string(s);
  };
  benchmark::AddCustomContext("agon", machine_text());
  benchmark::AddCustomContext("FMA peak, one thread, GFLOP/s", number(peak.one_thread));
  benchmark::AddCustomContext("FMA peak, all threads, GFLOP/s", number(peak.all_threads));
  benchmark::AddCustomContext("memory, all threads, GB/s", number(peak.bandwidth));
  if (peak.all_threads < 0.8 * peak.one_thread * thread_count())
    benchmark::AddCustomContext(
        "warning",
        "all threads reach less than 0.8 of as many single ones: the machine is busy, or "
        "its threads share cores; fractions mean little on a busy one");
  forget_peak_memory();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace agon::bench
