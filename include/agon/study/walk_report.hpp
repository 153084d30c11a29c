#pragma once
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include <agon/data/grid.hpp>
#include <agon/study/walk.hpp>

namespace agon::study {

/// What is asked of a walk.
struct WalkOptions {
  int steps = 32;   ///< a leg
  int columns = 9;  ///< pictures shown of each leg, its ends among them
};

/// Walks and what they measure: rows of a table, and the generator's straight legs and then its spherical
/// ones as strips.
struct WalkReport {
  struct Row {
    std::string name;
    Steps pixels, features;
  };
  std::vector<Row> rows;
  data::Picture picture;

  /// A line of Markdown's table for each.
  std::string text() const {
    std::string s = "| walk | in pixels | in features |\n| --- | --- | --- |\n";
    for (Row const& r : rows) {
      char line[200];
      std::snprintf(line, sizeof line, "| %s | %.2f | %.2f |\n", r.name.c_str(), r.pixels.unevenness(),
                    r.features.unevenness());
      s += line;
    }
    return s;
  }
};

/// The generator's walks through `ends` beside those of one that has learned `known` by heart, which draws
/// for each point of the same way the nearest picture that it knows. `draw` makes pictures of latents,
/// `features` numbers of pictures: (N, features).
inline WalkReport walk_report(std::function<Array4(Array4 const&)> const& draw,
                              std::function<Array2(Array4 const&)> const& features, Array4 const& ends,
                              Array4 const& known, WalkOptions const& o = {}) {
  if (o.columns < 2 || o.columns > o.steps + 1)
    throw Error("a walk", {"asked to show ", o.columns, " pictures of ", o.steps, " steps"});
  WalkReport report;
  std::vector<Array4> strips;
  auto add = [&](std::string name, Array4 const& x) {
    report.rows.push_back({std::move(name), steps_of(metric::flat(x)), steps_of(features(x))});
  };
  for (Path const path : {Path::straight, Path::spherical}) {
    std::string const how = path == Path::straight ? "straight" : "spherical";
    Array4 const x = draw(walk(ends, o.steps, path));
    add(how, x);
    add(how + ", by heart", recalled(x, known));
    std::vector<long> shown;
    for (long leg = 0; leg + 1 < long(ends.shape(0)); ++leg)
      for (int c = 0; c < o.columns; ++c) shown.push_back(leg * o.steps + c * o.steps / (o.columns - 1));
    strips.push_back(rows_of(x, shown));
  }
  Array4 all = Array4::from_shape(
      {2 * strips[0].shape(0), strips[0].shape(1), strips[0].shape(2), strips[0].shape(3)});
  for (std::size_t k = 0; k < 2; ++k)
    std::copy(strips[k].begin(), strips[k].end(), all.data() + k * strips[0].size());
  report.picture = data::grid(all, o.columns);
  return report;
}

}  // namespace agon::study
