#pragma once
#include <chrono>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <agon/log/event_file.hpp>
#include <agon/log/json_lines.hpp>
#include <agon/log/means.hpp>
#include <agon/log/run_plots.hpp>

namespace agon {

/// What a run tells: numbers, as means over some steps each, and pictures, to losses.jsonl and to an event
/// file, and plots of the numbers. For one thread.
class RunLog {
 public:
  /// A log in a folder that exists, which goes on after `step` as JsonLines and EventFile do. A line for
  /// every `every` steps. Throws Error as they do.
  RunLog(std::string folder, long step, long every)
      : folder_(std::move(folder)),
        every_(checked(every)),
        step_(step),
        lines_(log_path(folder_), step),
        events_(folder_, step) {
    std::vector<LogLine> const before = read_json_lines(lines_.path());
    if (!before.empty())
      if (double const* const seconds = before.back().find("seconds")) seconds_before_ = *seconds;
  }
  RunLog(RunLog const&) = delete;
  /// A run that ends by an exception leaves what it told until then.
  ~RunLog() {
    try {
      finish();
    } catch (...) {}
  }

  /// Numbers of a step. Adds them up; every so many steps it writes their means.
  void scalars(long step, std::initializer_list<LogValue> values) {
    scalars(step, std::span(values.begin(), values.size()));
  }
  void scalars(long step, std::span<LogValue const> values) {
    means_.add(values);
    step_ = step;
    if (step % every_ == 0) write();
  }

  /// A picture of a step.
  void picture(long step, std::string_view name, data::Picture const& picture) {
    events_.picture(step, name, picture);
  }

  /// Writes the means of what came since the last line, if anything did: before a checkpoint, from which a
  /// resumed run goes on.
  void write() {
    std::vector<LogValue> const means = means_.take();
    if (means.empty()) return;
    line_.assign(1, {"seconds", seconds()});
    line_.insert(line_.end(), means.begin(), means.end());
    lines_.write(step_, line_);
    events_.scalars(step_, line_);
    drawn_ = false;
  }

  /// Writes what is left, and draws the plots.
  void finish() {
    write();
    if (!drawn_) draw_run(folder_);
    drawn_ = true;
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::string folder_;
  long every_, step_;
  JsonLines lines_;
  EventFile events_;
  Means means_;
  std::vector<LogValue> line_;
  Clock::time_point begin_ = Clock::now();
  double seconds_before_ = 0;  // of the runs that this one goes on from
  bool drawn_ = false;

  static long checked(long every) {
    if (every < 1) throw Error("log", {"a line for every ", every, " steps cannot be written"});
    return every;
  }
  double seconds() const {
    return seconds_before_ + std::chrono::duration<double>(Clock::now() - begin_).count();
  }
};

}  // namespace agon
