#pragma once
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <agon/backend/cpu/cpu.hpp>

#include "fill.hpp"
#include "peak.hpp"

/// What all benchmarks report, and how they begin.
namespace agon::bench {

/// What the system counts of this process: pages that it had to be given, and the time it worked for it.
struct Usage {
  rusage at{};
  static Usage now() {
    Usage u;
    getrusage(RUSAGE_SELF, &u.at);
    return u;
  }
  double page_faults() const { return double(at.ru_minflt + at.ru_majflt); }
  double system_ms() const { return 1e3 * double(at.ru_stime.tv_sec) + 1e-3 * double(at.ru_stime.tv_usec); }
  /// The most memory so far, in MB.
  double peak_rss_mb() const { return double(at.ru_maxrss) * 1024e-6; }
};

/// Times once(), which makes `flop` nominal operations, two for each multiply-add, padded taps included:
/// where padding is skipped the fraction of the peak may pass 1. Returns the seconds of an iteration.
double measure(benchmark::State& state, double flop, auto&& once) {
  using Clock = std::chrono::steady_clock;
  once();  // pages are touched, threads have started
  Usage const before = Usage::now();
  Clock::time_point const start = Clock::now();
  for (auto _ : state) {
    once();
    benchmark::ClobberMemory();
  }
  double const n = double(state.iterations()),
               seconds = std::chrono::duration<double>(Clock::now() - start).count() / n;
  Usage const after = Usage::now();
  state.counters["GFLOP/s"] = flop * 1e-9 / seconds;
  state.counters["peak_fraction"] = flop / seconds / Peak::of_this_machine().all_threads;
  state.counters["threads"] = thread_count();
  state.counters["page_faults"] = (after.page_faults() - before.page_faults()) / n;
  state.counters["system_ms"] = (after.system_ms() - before.system_ms()) / n;
  return seconds;
}

/// Gives what is free back to the system, and forgets the most memory that this process has had, where the
/// system can.
inline void forget_peak_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  std::ofstream("/proc/self/clear_refs") << "5";
}

/// The step of the row that runs now.
struct Held {
  std::string row;
  std::shared_ptr<void> step;
};
inline Held& held() {
  static Held h;
  return h;
}

/// Registers the row `name`. What make() returns is called over and over; it knows its flop(), and report()
/// adds what else it knows.
///
/// It is made when the row first runs, for a row runs several times, and given back when the next one does.
/// `peak_rss_mb` counts from there on. What a row leaves behind in libraries stays in memory: for an honest
/// figure run one row a process, --benchmark_filter='^NAME$'.
template <class Step>
void add_row(std::string const& name, std::function<std::shared_ptr<Step>()> const& make) {
  auto body = [name, make](benchmark::State& state) {
    if (held().row != name) {
      held() = {};
      forget_peak_memory();
      std::shared_ptr<Step> const made = make();
      for (int k = 0; k < 2; ++k) (*made)();  // libraries settle
      held() = {name, made};
    }
    Step& step = *static_cast<Step*>(held().step.get());
    double const seconds = measure(state, step.flop(), step);
    state.counters["GFLOP"] = step.flop() * 1e-9;
    state.counters["peak_rss_mb"] = Usage::now().peak_rss_mb();
    step.report(state, seconds);
  };
  benchmark::RegisterBenchmark(name.c_str(), body)->Unit(benchmark::kMillisecond);
}

/// x 1e-9, with one decimal.
inline std::string billions(double x) {
  char s[40];
  std::snprintf(s, sizeof s, "%.1f", x * 1e-9);
  return s;
}

/// Runs what was registered, below a heading that states the machine's peak and `context`. A row takes at
/// least `seconds`, unless --benchmark_min_time says otherwise.
inline int run(int argc, char** argv, char const* seconds,
               std::vector<std::pair<std::string, std::string>> const& context) {
  std::string least = std::string("--benchmark_min_time=") + seconds;
  std::vector<char*> arguments(argv, argv + argc);
  arguments.insert(arguments.begin() + 1, least.data());  // of two the later one holds
  arguments.push_back(nullptr);
  int count = argc + 1;
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 1;
  Peak const& peak = Peak::of_this_machine();
  for (auto const& [what, text] : context) benchmark::AddCustomContext(what, text);
  benchmark::AddCustomContext("FMA peak, one thread, GFLOP/s", billions(peak.one_thread));
  benchmark::AddCustomContext("FMA peak, all threads, GFLOP/s", billions(peak.all_threads));
  if (peak.all_threads < 0.8 * peak.one_thread * thread_count())
    benchmark::AddCustomContext(
        "warning",
        "all threads reach less than 0.8 of as many single ones: the machine is busy, or "
        "its threads share cores; fractions mean little on a busy one");
  forget_peak_memory();
  benchmark::RunSpecifiedBenchmarks();
  held() = {};
  benchmark::Shutdown();
  return 0;
}

}  // namespace agon::bench
