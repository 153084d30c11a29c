#pragma once
#include <chrono>
#include <cstdio>
#include <span>
#include <string>
#include <vector>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

#include <agon/log/line.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// Minutes and seconds.
inline std::string duration_text(double seconds) {
  char s[32];
  std::snprintf(s, sizeof s, "%ld:%02ld", long(seconds) / 60, long(seconds) % 60);
  return s;
}

/// What a log calls the numbers of a report; of a critic its distance, and nothing of D(x).
inline std::vector<LogValue> logged(Report const& r) {
  if (r.distance) return {{"loss_d", r.loss_d}, {"loss_g", r.loss_g}, {"wasserstein", *r.distance}};
  return {{"loss_d", r.loss_d},
          {"loss_g", r.loss_g},
          {"d_real", r.real},
          {"d_fake", r.fake},
          {"accuracy", r.accuracy}};
}
/// What the line of progress says of their means.
inline std::string shown(Report const& r, std::span<double const> mean) {
  char s[100];
  if (r.distance)
    std::snprintf(s, sizeof s, "D %.3f  G %.3f  f(x) - f(G(z)) %.4f", mean[0], mean[1], mean[2]);
  else
    std::snprintf(s, sizeof s, "D %.3f  G %.3f  D(x) %.2f  D(G(z)) %.2f  right %.0f%%", mean[0], mean[1],
                  mean[2], mean[3], 100 * mean[4]);
  return s;
}

/// A line that tells how training goes, to standard error: a bar that stays in place on a terminal, a line
/// every ten seconds elsewhere. Numbers are means since the last time it was drawn.
class Progress {
 public:
  /// `goal`: steps in all, or 0; `seconds`: at most so many, or 0.
  Progress(long first, long goal, double seconds, bool quiet)
      : first_(first), goal_(goal), seconds_(seconds), quiet_(quiet), last_step_(first) {
#if __has_include(<unistd.h>)
    terminal_ = isatty(2);
#endif
  }
  double elapsed() const { return since(begin_); }

  void step(long step, long batch, auto const& report, Held held, bool last) {
    if (quiet_) return;
    ++count_;
    std::vector<LogValue> const values = logged(report);
    sum_.resize(values.size());
    for (std::size_t k = 0; k < values.size(); ++k) sum_[k] += values[k].value;
    held_d_ += held.d;
    held_g_ += held.g;
    double const gap = since(drawn_);
    if (gap < (terminal_ ? 0.2 : 10) && !last) return;
    double const rate = double(step - last_step_) * double(batch) / (gap > 0 ? gap : 1e-9);
    for (double& mean : sum_) mean /= double(count_);
    double done = goal_ ? double(step - first_) / double(std::max(goal_ - first_, 1l)) : 0;
    if (seconds_ > 0) done = std::max(done, elapsed() / seconds_);
    done = std::min(done, 1.0);
    char bar[21] = "                    ";
    for (int i = 0; i < int(done * 20); ++i) bar[i] = '=';
    std::string const left = done > 0 ? duration_text(elapsed() * (1 - done) / done) : "?";
    char skipped[48] = "";
    if (held_d_ + held_g_ > 0)
      std::snprintf(skipped, sizeof skipped, "  held D %.0f%% G %.0f%%",
                    100 * double(held_d_) / double(count_), 100 * double(held_g_) / double(count_));
    std::fprintf(stderr, "%s[%s] step %ld  %.*f images/s  %s%s  %s left%s", terminal_ ? "\r" : "", bar, step,
                 rate < 10 ? 2 : 0, rate, shown(report, sum_).c_str(), skipped, left.c_str(),
                 terminal_ && !last ? "   " : "\n");
    std::fflush(stderr);
    sum_.clear();
    count_ = held_d_ = held_g_ = 0;
    last_step_ = step;
    drawn_ = Clock::now();
  }

 private:
  using Clock = std::chrono::steady_clock;
  static double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }
  long first_, goal_;
  double seconds_;
  bool quiet_, terminal_ = false;
  Clock::time_point begin_ = Clock::now(), drawn_ = begin_;
  std::vector<double> sum_;
  long count_ = 0, held_d_ = 0, held_g_ = 0, last_step_;
};

}  // namespace agon
