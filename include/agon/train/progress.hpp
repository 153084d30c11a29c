#pragma once
#include <chrono>
#include <cstdio>
#include <span>
#include <string>
#include <vector>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

#include <agon/log/means.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// Minutes and seconds.
inline std::string duration_text(double seconds) {
  char s[32];
  std::snprintf(s, sizeof s, "%ld:%02ld", long(seconds) / 60, long(seconds) % 60);
  return s;
}

/// What a log calls the numbers of a report: of who moved, and of a critic its distance and nothing of D(x).
inline std::vector<LogValue> logged(Report const& r) {
  std::vector<LogValue> all;
  if (r.d_moved) all.push_back({"loss_d", r.loss_d});
  if (r.g_moved) all.push_back({"loss_g", r.loss_g});
  if (r.distance)
    all.push_back({"wasserstein", *r.distance});
  else if (r.d_moved)
    all.insert(all.end(), {{"d_real", r.real}, {"d_fake", r.fake}, {"accuracy", r.accuracy}});
  return all;
}
/// What the line of progress says of their means.
inline std::string shown(Report const&, std::span<LogValue const> means) {
  struct Part {
    char const *name, *format;
    double times = 1;
  };
  std::string text;
  for (Part const& p : {Part{"loss_d", "D %.3f"},
                        {"loss_g", "G %.3f"},
                        {"wasserstein", "f(x) - f(G(z)) %.4f"},
                        {"d_real", "D(x) %.2f"},
                        {"d_fake", "D(G(z)) %.2f"},
                        {"accuracy", "right %.0f%%", 100}})
    if (double const* const mean = find(means, p.name)) {
      char s[48];
      std::snprintf(s, sizeof s, p.format, p.times * *mean);
      append(text, {text.empty() ? "" : "  ", s});
    }
  return text;
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

  /// After a step of `batch` samples, of whose report `values` are the numbers.
  void step(long step, long batch, auto const& report, std::span<LogValue const> values, Held held,
            bool last) {
    if (quiet_) return;
    ++count_;
    means_.add(values);
    held_d_ += held.d;
    held_g_ += held.g;
    double const gap = since(drawn_);
    if (gap < (terminal_ ? 0.2 : 10) && !last) return;
    double const rate = double(step - last_step_) * double(batch) / (gap > 0 ? gap : 1e-9);
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
                 rate < 10 ? 2 : 0, rate, shown(report, means_.take()).c_str(), skipped, left.c_str(),
                 terminal_ && !last ? "   " : "\n");
    std::fflush(stderr);
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
  Means means_;
  long count_ = 0, held_d_ = 0, held_g_ = 0, last_step_;
};

}  // namespace agon
