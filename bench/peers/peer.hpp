#pragma once
#include <functional>
#include <memory>
#include <string>

#include "../report.hpp"

/// The rows of bench_steps in another library.
namespace agon::bench {

/// Nominal operations of each row, in 1e9, as agon counts them: `GFLOP` of bench_steps.
namespace gflop {
inline constexpr double pix2pix_step = 86.9401, pix2pix_infer = 12.0964, dcgan64_step = 145.576,
                        dcgan28_step = 16.0251, mlp_step = 0.653787, cyclegan_fb = 74.019, style_fb = 249.499;
}

/// One step, and what it counts for.
struct PeerStep {
  std::function<void()> once;
  double gflop;
  void operator()() { once(); }
  double flop() const { return gflop * 1e9; }
  void report(benchmark::State&, double) const {}
};

/// make() returns a function that makes one step; what the step needs lives in it.
inline void add_peer(std::string const& name, double gflop, std::function<std::function<void()>()> make) {
  add_row<PeerStep>(name, [=] { return std::make_shared<PeerStep>(PeerStep{make(), gflop}); });
}

}  // namespace agon::bench
