#pragma once
#include <chrono>
#include <cstdio>
#include <string>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

#include <agon/train/training.hpp>

namespace agon {

/// Minutes and seconds.
inline std::string duration_text(double seconds) {
  char s[32];
  std::snprintf(s, sizeof s, "%ld:%02ld", long(seconds) / 60, long(seconds) % 60);
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

  void step(long step, long batch, Report const& r, bool last) {
    if (quiet_) return;
    ++count_;
    sum_.loss_d += r.loss_d;
    sum_.loss_g += r.loss_g;
    sum_.real += r.real;
    sum_.fake += r.fake;
    sum_.accuracy += r.accuracy;
    if (r.distance) sum_.distance = sum_.distance.value_or(0) + *r.distance;
    double const gap = since(drawn_);
    if (gap < (terminal_ ? 0.2 : 10) && !last) return;
    double const rate = double(step - last_step_) * double(batch) / (gap > 0 ? gap : 1e-9),
                 n = double(count_);
    double done = goal_ ? double(step - first_) / double(std::max(goal_ - first_, 1l)) : 0;
    if (seconds_ > 0) done = std::max(done, elapsed() / seconds_);
    done = std::min(done, 1.0);
    char bar[21] = "                    ";
    for (int i = 0; i < int(done * 20); ++i) bar[i] = '=';
    std::string const left = done > 0 ? duration_text(elapsed() * (1 - done) / done) : "?";
    char how[64];
    if (sum_.distance)
      std::snprintf(how, sizeof how, "f(x) - f(G(z)) %.4f", *sum_.distance / n);
    else
      std::snprintf(how, sizeof how, "D(x) %.2f  D(G(z)) %.2f  right %.0f%%", sum_.real / n, sum_.fake / n,
                    100 * sum_.accuracy / n);
    std::fprintf(stderr, "%s[%s] step %ld  %.*f images/s  D %.3f  G %.3f  %s  %s left%s",
                 terminal_ ? "\r" : "", bar, step, rate < 10 ? 2 : 0, rate, sum_.loss_d / n, sum_.loss_g / n,
                 how, left.c_str(), terminal_ && !last ? "   " : "\n");
    std::fflush(stderr);
    sum_ = {};
    count_ = 0;
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
  Report sum_{};
  long count_ = 0, last_step_;
};

}  // namespace agon
