#pragma once
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include <agon/log/line.hpp>

namespace agon {

/// What a step of a classifier reports of its batch, before the update.
struct ClassifierReport {
  double loss = 0, accuracy = 0;  // the share of pictures whose class was the likeliest
};

/// What a log calls the numbers of a report.
inline std::vector<LogValue> logged(ClassifierReport const& r) {
  return {{"loss", r.loss}, {"accuracy", r.accuracy}};
}
/// What the line of progress says of their means.
inline std::string shown(ClassifierReport const&, std::span<LogValue const> means) {
  char s[60];
  std::snprintf(s, sizeof s, "loss %.3f  right %.0f%%", *find(means, "loss"), 100 * *find(means, "accuracy"));
  return s;
}

}  // namespace agon
