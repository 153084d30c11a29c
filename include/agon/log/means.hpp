#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <agon/log/line.hpp>

namespace agon {

/// Means of numbers by name, each over the steps that told it.
class Means {
 public:
  /// The numbers of a step.
  void add(std::span<LogValue const> values) {
    std::size_t next = 0;
    for (LogValue const& v : values) {
      Mean& m = mean(v.name, next);
      m.sum += v.value;
      ++m.count;
    }
  }
  /// The means of what was told since the last call, in the order in which names first came. Their names are
  /// there until the next call of either.
  std::vector<LogValue> take() {
    std::vector<LogValue> all;
    for (Mean& m : means_)
      if (m.count > 0) {
        all.push_back({m.name, m.sum / double(m.count)});
        m.sum = 0;
        m.count = 0;
      }
    return all;
  }

 private:
  struct Mean {
    std::string name;
    double sum = 0;
    long count = 0;
  };
  std::vector<Mean> means_;

  /// Names come in the same order at each step: it is the one at `next`, as a rule.
  Mean& mean(std::string_view name, std::size_t& next) {
    for (std::size_t tried = 0; tried < means_.size(); ++tried) {
      Mean& m = means_[next++ % means_.size()];
      if (m.name == name) return m;
    }
    next = means_.size() + 1;
    return means_.emplace_back(Mean{std::string(name)});
  }
};

}  // namespace agon
