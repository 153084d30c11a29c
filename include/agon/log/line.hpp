#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agon {

/// A number that is logged, and its name.
struct LogValue {
  std::string_view name;
  double value;
};

/// The number of that name, or null.
inline double const* find(std::span<LogValue const> values, std::string_view name) {
  for (LogValue const& v : values)
    if (v.name == name) return &v.value;
  return nullptr;
}

/// A line of a log, as read: a step, and numbers by name, in their order.
struct LogLine {
  long step = 0;
  std::vector<std::pair<std::string, double>> values = {};

  double const* find(std::string_view name) const {
    for (auto const& [its, value] : values)
      if (its == name) return &value;
    return nullptr;
  }
};

}  // namespace agon
