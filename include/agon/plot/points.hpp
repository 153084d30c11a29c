#pragma once
#include <string>
#include <vector>

#include <agon/plot/frame.hpp>

namespace agon::plot {

struct PointOptions : Options {
  bool square = true;  // a step in x is as long as one in y
};

/// Clouds of points, as SVG: real samples and generated ones in one picture. Throws Error if a series has not
/// as many x as y.
inline std::string points(std::vector<Series> const& all, PointOptions o = {}) {
  sized(o, 560, 600);
  Extent x, y;
  std::vector<Frame::Entry> legend;
  for (std::size_t k = 0; k < all.size(); ++k) {
    Series const& s = all[k];
    check(s);
    legend.push_back({s.name, joined({"<path transform=\"scale(1.4)\" fill=\"", style(k).colour,
                                      "\" d=\"M0 0", style(k).shape, "\"/>"})});
    for (std::size_t i = 0; i < s.y.size(); ++i)
      if (is_drawable(s.x[i]) && is_drawable(s.y[i])) {
        x.add(s.x[i]);
        y.add(s.y[i]);
      }
  }
  bool const empty = y.empty();
  if (empty) x = y = {0, 1};
  auto const widen = [](Extent& e, double by) { e = {e.low - by, e.high + by}; };
  for (Extent* e : {&x, &y}) {
    double const size = std::max(std::abs(e->low), std::abs(e->high));
    widen(*e, e->high - e->low > 1e-9 * size ? 0.04 * (e->high - e->low) : size > 0 ? 0.1 * size : 1);
  }
  auto const frame_of = [&] {
    return Frame(o, linear_axis(x.low, x.high, false), linear_axis(y.low, y.high, false), legend);
  };
  Frame frame = frame_of();
  if (o.square) {  // the axis that has room to spare gets it
    double const wanted = (y.high - y.low) / frame.height() * frame.width(), has = x.high - x.low;
    if (wanted > has)
      widen(x, (wanted - has) / 2);
    else
      widen(y, (has / frame.width() * frame.height() - (y.high - y.low)) / 2);
    frame = frame_of();
  }
  if (empty) frame.nothing();
  for (std::size_t k = 0; k < all.size(); ++k) {
    Series const s = picked(all[k]);
    append(frame.svg, {"<g fill=\"", style(k).colour, "\" fill-opacity=\"0.55\">\n"});
    for (std::size_t i = 0; i < s.y.size(); ++i)
      if (is_drawable(s.x[i]) && is_drawable(s.y[i]))
        append(frame.svg, {"<path d=\"M", pixels(frame.x(s.x[i])), ' ', pixels(frame.y(s.y[i])),
                           style(k).shape, "\"/>\n"});
    frame.svg += "</g>\n";
  }
  return std::move(frame).done();
}

}  // namespace agon::plot
