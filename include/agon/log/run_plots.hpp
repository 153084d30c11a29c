#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <agon/data/file.hpp>
#include <agon/log/json_lines.hpp>
#include <agon/plot/lines.hpp>

namespace agon {

/// Where a run keeps its log, and the plots of it.
inline std::string log_path(std::string const& out) { return out + "/losses.jsonl"; }
inline std::string losses_path(std::string const& out) { return out + "/losses.svg"; }
inline std::string balance_path(std::string const& out) { return out + "/balance.svg"; }
inline std::string accuracy_path(std::string const& out) { return out + "/accuracy.svg"; }
inline std::string wasserstein_path(std::string const& out) { return out + "/wasserstein.svg"; }

namespace detail {

/// What a plot calls a logged number.
struct Curve {
  std::string_view logged, label;
};

inline plot::Series curve(std::vector<LogLine> const& lines, Curve c) {
  plot::Series s{std::string(c.label)};
  for (LogLine const& line : lines)
    if (double const* const value = line.find(c.logged)) {
      s.x.push_back(double(line.step));
      s.y.push_back(*value);
    }
  return s;
}

/// The middle one of the numbers that can be drawn, or 0.
inline double median(std::vector<double> y) {
  std::erase_if(y, [](double v) { return !plot::is_drawable(v); });
  auto const middle = y.begin() + long(y.size() / 2);
  std::nth_element(y.begin(), middle, y.end());
  return y.empty() ? 0 : *middle;
}

/// Whether a line of one would hide what the other does: all are above zero, and one ten times the other.
inline bool far_apart(std::vector<plot::Series> const& all) {
  plot::Extent medians;
  for (plot::Series const& s : all) {
    if (std::any_of(s.y.begin(), s.y.end(), [](double v) { return v <= 0; })) return false;
    medians.add(median(s.y));
  }
  return !medians.empty() && medians.low > 0 && medians.high > 10 * medians.low;
}

}  // namespace detail

/// Draws the log of a run in the folder `out`: losses.svg, both players' losses, with a logarithmic axis if
/// one is far above the other; and balance.svg, how D does, or of a critic wasserstein.svg, its estimate of
/// the distance. Of a classifier: its losses, and accuracy.svg. A moving average over a fiftieth of the run
/// lies over the numbers. Throws Error if the log can't be read or the folder not be written.
inline void draw_run(std::string const& out) {
  std::vector<LogLine> const lines = read_json_lines(log_path(out));
  auto const curves = [&](std::initializer_list<detail::Curve> which) {
    std::vector<plot::Series> all;
    for (detail::Curve c : which)
      if (plot::Series s = detail::curve(lines, c); !s.y.empty()) all.push_back(std::move(s));
    return all;
  };
  auto const write = [](std::string const& path, std::string const& svg) {
    data::write_file(path, {reinterpret_cast<std::uint8_t const*>(svg.data()), svg.size()});
  };
  double const window = std::max(double(lines.size()) / 50, 1.0);
  plot::LineOptions o{{.title = "Losses", .x_label = "step"}};
  o.smoothing = 1 - 1 / window;
  if (auto all = curves({{"loss", "training"}, {"unseen_loss", "unseen pictures"}}); !all.empty()) {
    write(losses_path(out), plot::lines(all, o));
    o.title = "Accuracy";
    o.low = 0;
    o.high = 1;
    all = curves({{"accuracy", "training"}, {"unseen_top1", "unseen"}, {"unseen_top5", "unseen, top 5"}});
    write(accuracy_path(out), plot::lines(all, o));
    return;
  }
  auto const losses = curves({{"loss_d", "discriminator"}, {"loss_g", "generator"}});
  o.logarithmic = detail::far_apart(losses);
  write(losses_path(out), plot::lines(losses, o));
  if (auto const estimate = curves({{"wasserstein", "mean f(x) - mean f(G(z))"}}); !estimate.empty()) {
    o.title = "The critic's estimate of the Wasserstein distance";
    o.logarithmic = false;
    write(wasserstein_path(out), plot::lines(estimate, o));
    return;
  }
  o.title = "Balance of the players";
  o.logarithmic = false;
  o.low = 0;
  o.high = 1;
  auto const balance = curves({{"d_real", "D(x)"},
                               {"d_fake", "D(G(z))"},
                               {"accuracy", "accuracy of D"},
                               {"held_d", "D held"},
                               {"held_g", "G held"}});
  if (balance.empty()) return;  // nobody plays against G
  write(balance_path(out), plot::lines(balance, o));
}

}  // namespace agon
