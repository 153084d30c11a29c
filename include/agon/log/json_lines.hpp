#pragma once
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/file.hpp>
#include <agon/data/json.hpp>
#include <agon/log/line.hpp>

/// Logs as JSON lines (jsonlines.org): {"step":100,"loss_d":1.25,"loss_g":0.5}
namespace agon {

/// A line without its end. Throws Error if a name comes twice, is "step", or is no UTF-8.
inline std::string json_line(long step, std::span<LogValue const> values) {
  std::string line = joined({"{\"step\":", step});
  for (std::size_t i = 0; i < values.size(); ++i) {
    bool twice = values[i].name == "step";
    for (LogValue const& other : values.first(i)) twice |= other.name == values[i].name;
    if (twice) throw Error(values[i].name, "is logged twice at one step");
    append(line, {",", data::json_quoted(values[i].name), ":", data::json_number(values[i].value)});
  }
  return line + '}';
}

namespace detail {

/// A number, null (which other programs write where there is none), or the name of one that is not finite.
inline double log_number(data::JsonReader& json) {
  constexpr double infinity = std::numeric_limits<double>::infinity(),
                   none = std::numeric_limits<double>::quiet_NaN();
  if (json.takes("null") || json.takes("\"NaN\"")) return none;
  if (json.takes("\"Infinity\"")) return infinity;
  if (json.takes("\"-Infinity\"")) return -infinity;
  return json.real();
}

inline LogLine log_line(data::JsonReader json) {
  LogLine line;
  bool stepped = false;
  json.object([&](std::string const& name) {
    if (name == "step") {
      line.step = long(json.count());
      stepped = true;
    } else
      line.values.emplace_back(name, log_number(json));
  });
  json.finish();
  if (!stepped) json.fail({"should have a \"step\""});
  return line;
}

/// f(line, text) for each line. The last one is left out if it is damaged and does not end: whoever wrote it
/// was stopped at it. Throws Error if another is damaged.
inline void each_log_line(std::string const& path, auto const& f) {
  std::vector<std::uint8_t> const bytes = data::read_file(path);
  std::string_view const all(reinterpret_cast<char const*>(bytes.data()), bytes.size());
  long number = 1;
  for (std::size_t at = 0; at < all.size(); ++number) {
    std::size_t const end = all.find('\n', at);
    std::string_view const text = all.substr(at, end - at);  // without an end: all that is left
    LogLine line;
    try {
      line = log_line(data::JsonReader(path, text, at, joined({"line ", number})));
    } catch (Error const&) {
      if (end == all.npos) return;
      throw;
    }
    f(std::move(line), text);
    at += text.size() + 1;
  }
}

}  // namespace detail

/// The lines of a log. Throws Error if the file can't be read, or for a line that is not one of a step and
/// numbers; a last line that was not written to its end is left out.
inline std::vector<LogLine> read_json_lines(std::string const& path) {
  std::vector<LogLine> lines;
  detail::each_log_line(path, [&](LogLine line, std::string_view) { lines.push_back(std::move(line)); });
  return lines;
}

/// A log that grows by whole lines, each handed to the system before `write` returns.
class JsonLines {
 public:
  /// Goes on with the log after `step`: of what is there lines of later steps are dropped, and a last one
  /// that was not written to its end; at step 0 nothing is kept, whatever it is. The file is replaced as a
  /// whole or not at all.
  ///
  /// Throws Error if it can't be read or written, or is no log.
  explicit JsonLines(std::string path, long step = 0) : path_(std::move(path)) {
    std::string kept;
    if (step > 0 && data::exists(path_))
      detail::each_log_line(path_, [&](LogLine const& line, std::string_view text) {
        if (line.step <= step) append(kept, {text, "\n"});
      });
    data::Replacement file(path_);
    file.write(kept.data(), kept.size());
    file.commit(false);
    file_.reset(std::fopen(path_.c_str(), "ab"));
    if (!file_) throw Error(path_, {"cannot be written: ", std::strerror(errno)});
  }

  /// Throws Error if the disk does not take it, or as json_line does.
  void write(long step, std::span<LogValue const> values) {
    std::string const line = json_line(step, values) + '\n';
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
      throw Error(path_, {"cannot be written: ", std::strerror(errno)});
  }

  std::string const& path() const { return path_; }

 private:
  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
};

}  // namespace agon
