#pragma once
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <agon/graph/print.hpp>
#include <agon/train/adam.hpp>

#include "report.hpp"

/// Whole steps: a program of agon's, run over and over on data in memory.
namespace agon::bench {

/// A program in motion.
template <class P, class Backend>
class Steps {
 public:
  explicit Steps(long batch) : engine_(store_, batch) {
    for (Terminal const& t : program.input) fill(engine_.input(program.name(t.name)));
  }
  void run(auto const& after) {
    ++step_;
    if (!program.scalar.empty())
      for (char const* player : {"G", "D"}) Adam{}.set(engine_, player, step_);
    engine_.run({1, std::uint32_t(step_)}, after);
  }
  void operator()() {
    run([](std::size_t) {});
  }
  double flop() const {
    double sum = 0;
    for (Call const& c : program.call) sum += flop(c);
    return sum;
  }
  double flop(Call const& c) const { return 2.0 * double(engine_.batch() * multiply_adds_of(c)); }
  void report(benchmark::State& state, double seconds) const {
    long store = 0;
    for (auto const& e : store_.entries()) store += 4 * long(e.memory.size());
    state.counters["images/s"] = double(engine_.batch()) / seconds;
    state.counters["arena_MB"] = double(engine_.bytes()) * 1e-6;  // results and workspaces
    state.counters["store_MB"] = double(store) * 1e-6;            // parameters, statistics and moments
  }

  static constexpr ProgramView program{Compiled<P>::program};

 private:
  Store<float> store_{1};
  typename Backend::template Engine<P> engine_;
  long step_ = 0;
};

/// Prints the time of each call of a step, the mean of five steps.
template <class P, class Backend>
void print_calls(long batch) {
  using Clock = std::chrono::steady_clock;
  constexpr int times = 5;
  Steps<P, Backend> step(batch);
  step();
  std::vector<double> taken(step.program.call.size());
  for (int k = 0; k < times; ++k) {
    Clock::time_point last = Clock::now();
    step.run([&](std::size_t call) {
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

/// For --calls: what prints a row's calls, by its name.
inline std::map<std::string, std::function<void()>>& calls() {
  static std::map<std::string, std::function<void()>> all;
  return all;
}

/// The program P as the row `name`; and as `name/tiles:4` on the backend CpuFastest, if that takes other
/// algorithms. Both share the program and its kernels, so that the second costs the compiler little.
template <class P>
struct Row {
  Row(std::string const& name, long batch) {
    add<Cpu>(name, batch);
    constexpr auto const& program = Compiled<P>::program;
    if constexpr (cpu::called<program, 3>.dense != cpu::called<program, 4>.dense)
      add<CpuFastest>(name + "/tiles:4", batch);
  }

 private:
  template <class Backend>
  static void add(std::string const& name, long batch) {
    add_row<Steps<P, Backend>>(name, [batch] { return std::make_shared<Steps<P, Backend>>(batch); });
    calls()[name] = [batch] { print_calls<P, Backend>(batch); };
  }
};

}  // namespace agon::bench
