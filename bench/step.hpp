#pragma once
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <agon/graph/print.hpp>
#include <agon/train/adam.hpp>

#include "report.hpp"

/// Whole steps: a program of agon's, run over and over on data in memory.
namespace agon::bench {

/// A program in motion.
template <class P>
class Steps {
 public:
  explicit Steps(long batch) : engine_(store_, batch) {
    for (Terminal const& t : program.input) fill(engine_.input(program.name(t.name)));
  }
  void operator()(auto const& after) {
    ++step_;
    if (!program.scalar.empty())
      for (char const* player : {"G", "D"}) Adam{}.set(engine_, player, step_);
    engine_.run({1, std::uint32_t(step_)}, after);
  }
  double flop() const {
    double sum = 0;
    for (Call const& c : program.call) sum += flop(c);
    return sum;
  }
  double flop(Call const& c) const { return 2.0 * double(engine_.batch() * multiply_adds_of(c)); }
  /// Of results and workspaces; and of parameters, statistics and moments.
  long arena_bytes() const { return engine_.bytes(); }
  long store_bytes() const {
    long sum = 0;
    for (auto const& e : store_.entries()) sum += 4 * long(e.memory.size());
    return sum;
  }

  static constexpr ProgramView program{Compiled<P>::program};

 private:
  Store<float> store_{1};
  Cpu::Engine<P> engine_;
  long step_ = 0;
};

/// Prints the time of each call of a step, the mean of `times` steps.
template <class P>
void print_calls(long batch, int times) {
  using Clock = std::chrono::steady_clock;
  Steps<P> step(batch);
  step([](std::size_t) {});
  std::vector<double> taken(step.program.call.size());
  for (int k = 0; k < times; ++k) {
    Clock::time_point last = Clock::now();
    step([&](std::size_t call) {
      Clock::time_point const now = Clock::now();
      taken[call] += std::chrono::duration<double>(now - last).count() / times;
      last = now;
    });
  }
  double const peak = Peak::of_this_machine().all_threads;
  auto shape = [](Shape s) { return std::string(text<60>(s).view()); };
  std::printf("  ms       of peak  call\n");
  for (std::size_t k = 0; k < taken.size(); ++k) {
    Call const& c = step.program.call[k];
    double const flop = step.flop(c);
    std::printf("%9.3f  ", taken[k] * 1e3);
    flop > 0 ? std::printf("%7.2f", flop / taken[k] / peak) : std::printf("%7s", "");
    std::string head = c.head == Op::input ? "" : std::string(name_of(c.head)) + " of " + shape(c.in[0]);
    if (c.in[1].size() > 1) head += " and " + shape(c.in[1]);
    if (c.kernel >= 0) head += (head.empty() ? "kernel " : ", then kernel ") + std::to_string(c.kernel);
    std::printf("  %zu: %s = %s\n", k, shape(c.domain).c_str(), head.c_str());
  }
}

/// The program `name` as a benchmark; with --calls, where its time goes.
template <class P>
int run_step(int argc, char** argv, char const* name, long batch) {
  if (argc > 1 && std::strcmp(argv[1], "--calls") == 0) {
    print_calls<P>(batch, 5);
    return 0;
  }
  auto body = [batch](benchmark::State& state) {
    static Steps<P> step(batch);  // once, however often this is called: its memory is measured
    double const seconds = measure(state, step.flop(), [&] { step([](std::size_t) {}); });
    state.counters["GFLOP"] = step.flop() * 1e-9;
    state.counters["images/s"] = double(batch) / seconds;
    state.counters["arena_MB"] = double(step.arena_bytes()) * 1e-6;
    state.counters["store_MB"] = double(step.store_bytes()) * 1e-6;
    state.counters["peak_rss_mb"] = peak_memory();
  };
  benchmark::RegisterBenchmark(name, body)->UseRealTime()->Unit(benchmark::kMillisecond)->MinTime(5);
  return run(argc, argv);
}

}  // namespace agon::bench
