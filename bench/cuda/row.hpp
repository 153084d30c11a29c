#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/graph/print.hpp>
#include <agon/train/adam.hpp>

#include "../fill.hpp"

/// Rows of the comparison on a GPU: a program for each, which measures one row in one precision and prints a
/// line of JSON.
///
///   NAME BATCH fp32|tf32|bf16 same|fastest [SECONDS]
namespace agon::bench {

/// Programs that follow each other in a step, over one store, on data that is in the host's memory at each.
template <class Backend, class... Programs>
class Steps {
 public:
  explicit Steps(long batch) : engines_{std::make_unique<Engine<Programs>>(store_, batch)...} {
    each([]<class P>(Engine<P>& e) {
      for (Terminal const& t : Compiled<P>::program.input) fill(e.input(Compiled<P>::program.name(t.name)));
    });
  }
  void operator()() {
    ++step_;
    each([&]<class P>(Engine<P>& e) {
      constexpr auto const& p = Compiled<P>::program;
      constexpr std::string_view of_player = ".step_size";  // of Adam's scalars
      for (auto const& s : p.scalar)
        if (std::string_view const name = p.name(s); name.ends_with(of_player))
          Adam{}.set(e, std::string(name.substr(0, name.size() - of_player.size())), step_);
      e.run({1, std::uint32_t(step_)});
    });
  }
  /// Nominal operations of a step.
  double flop() const {
    double sum = 0;
    each([&]<class P>(Engine<P>& e) {
      for (Call const& c : Compiled<P>::program.call) sum += 2.0 * double(e.batch() * multiply_adds_of(c));
    });
    return sum;
  }
  /// How many of the convolutions are cuDNN's, and how many there are.
  std::pair<long, long> by_cudnn() const {
    std::pair<long, long> n;
    each([&]<class P>(Engine<P>& e) {
      n.first += e.by_cudnn();
      n.second += e.convolutions();
    });
    return n;
  }
  /// Of results and workspaces, parameters, statistics and moments on the device.
  double bytes() {
    double sum = 0;
    each([&]<class P>(Engine<P>& e) { sum += double(e.bytes()); });
    for (auto const& e : store_.entries()) sum += double(sizeof(float) * e.memory.size());
    return sum;
  }

 private:
  template <class P>
  using Engine = typename Backend::template Engine<P>;
  Store<float> store_{1};
  std::tuple<std::unique_ptr<Engine<Programs>>...> engines_;
  long step_ = 0;

  void each(auto const& f) const {
    (f.template operator()<Programs>(*std::get<std::unique_ptr<Engine<Programs>>>(engines_)), ...);
  }
};

/// The median time of a step, in seconds: groups of steps that take about a tenth of a second, of which the
/// last waits for the device, for so many seconds.
inline double time_of(auto& step, double seconds) {
  using Clock = std::chrono::steady_clock;
  auto const group = [&](long n) {
    Clock::time_point const begin = Clock::now();
    for (long k = 0; k < n; ++k) step();
    cuda::Device::the().wait();
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  group(10);
  long const n = std::max(1l, long(0.1 / group(3) * 3));
  std::vector<double> times;
  for (double all = 0; all < seconds || times.size() < 5;) {
    double const t = group(n);
    times.push_back(t / double(n));
    all += t;
  }
  std::nth_element(times.begin(), times.begin() + long(times.size() / 2), times.end());
  return times[times.size() / 2];
}

template <class Backend, class... Programs>
void print_row(char const* row, char const* const* argument, double seconds) {
  long const batch = std::atol(argument[1]);
  Steps<Backend, Programs...> steps(batch);
  double const time = time_of(steps, seconds);
  auto const [planned, convolutions] = steps.by_cudnn();
  std::printf(
      "{\"who\": \"agon\", \"row\": \"%s\", \"batch\": %ld, \"precision\": \"%s\", \"way\": \"%s\", \"ms\": "
      "%.4f, "
      "\"images/s\": %.1f, \"MB\": %.1f, \"TFLOP/s\": %.3f, \"convolutions by cuDNN\": \"%ld of %ld\"}\n",
      row, batch, argument[2], argument[3], 1e3 * time, double(batch) / time, 1e-6 * steps.bytes(),
      1e-12 * steps.flop() / time, planned, convolutions);
}

/// What the program of a row does with its command line.
template <class... Programs>
int measure(char const* row, int argc, char** argv) try {
  if (argc < 4) throw Error(row, "give BATCH fp32|tf32|bf16 same|fastest [SECONDS]");
  std::string_view const precision = argv[2];
  bool const fastest = std::string_view(argv[3]) == "fastest";
  double const seconds = argc > 4 ? std::atof(argv[4]) : 2;
  auto const in = [&]<Precision P>() {
    if (fastest)
      print_row<CudaWith<CudaPolicy{.precision = P, .fastest = true}>, Programs...>(row, argv, seconds);
    else
      print_row<CudaWith<CudaPolicy{.precision = P}>, Programs...>(row, argv, seconds);
  };
  if (precision == "fp32")
    in.template operator()<Precision::fp32>();
  else if (precision == "tf32")
    in.template operator()<Precision::tf32>();
  else if (precision == "bf16")
    in.template operator()<Precision::bf16>();
  else
    throw Error(row, {"there is no precision ", precision});
  return 0;
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}

}  // namespace agon::bench
