#pragma once
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
