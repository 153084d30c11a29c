#pragma once
#include <cmath>
#include <string>
#include <vector>

#include <agon/plot/frame.hpp>

namespace agon::plot {

struct LineOptions : Options {
  double smoothing = 0;          // w of `smoothed`, 0 to 1; the numbers themselves are faint then
  bool logarithmic = false;      // y; numbers that are not positive are gaps
  double low = gap, high = gap;  // ends of y; what is beyond is drawn on them; without: as the numbers are
};

namespace detail {

inline std::string stroke(std::string_view d, Style s, double width, double opacity, bool dashed) {
  std::string line = joined({"<path d=\"", d, "\" fill=\"none\" stroke=\"", s.colour, "\" stroke-width=\"",
                             pixels(width), "\" stroke-linecap=\"round\" stroke-linejoin=\"round\""});
  if (opacity < 1) append(line, {" stroke-opacity=\"", pixels(opacity), "\""});
  if (dashed && *s.dashes) append(line, {" stroke-dasharray=\"", s.dashes, "\""});
  return line + "/>\n";
}

/// A line through points, broken at gaps; a point between two gaps is a dot.
inline std::string line(Frame const& frame, Series const& s, Style how, double width, double opacity,
                        bool dashed) {
  auto const is_there = [&](std::size_t i) {
    return i < s.y.size() && is_drawable(s.x[i]) && is_drawable(s.y[i]);
  };
  std::string through, dots;
  bool down = false;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    bool const there = is_there(i), dot = there && !down && !is_there(i + 1);
    if (there)
      append(dot ? dots : through, {down ? 'L' : 'M', pixels(frame.x(s.x[i])), ' ', pixels(frame.y(s.y[i]))});
    if (dot) dots += "h0";  // of no length, with round ends
    down = there;
  }
  return (through.empty() ? through : stroke(through, how, width, opacity, dashed)) +
         (dots.empty() ? dots : stroke(dots, how, 2.5 * width, opacity, false));
}

}  // namespace detail

/// Lines of several series over a common x, as SVG. Throws Error if a series has not as many x as y, or if
/// the options are none.
inline std::string lines(std::vector<Series> all, LineOptions o = {}) {
  sized(o, 720, 400);
  if (!(o.smoothing >= 0 && o.smoothing < 1))
    throw Error("smoothing", {"is ", o.smoothing, " and should be in [0, 1)"});
  Extent x, y;
  std::vector<Frame::Entry> legend;
  for (std::size_t k = 0; k < all.size(); ++k) {
    check(all[k]);
    legend.push_back({all[k].name, detail::stroke("M-11 0H11", style(k), 2.2, 1, true)});
    for (std::size_t i = 0; i < all[k].y.size(); ++i) {
      double& v = all[k].y[i];
      if (o.logarithmic && !(v > 0)) v = gap;
      if (!is_drawable(v) || !is_drawable(all[k].x[i])) continue;
      x.add(all[k].x[i]);
      y.add(v);
    }
  }
  bool const empty = y.empty();
  if (empty) x = {0, 1}, y = o.logarithmic ? Extent{1, 10} : Extent{0, 1};
  if (x.low > 0 && x.low < 0.05 * x.high) x.low = 0;
  if (is_drawable(o.low)) y.low = o.low;
  if (is_drawable(o.high)) y.high = o.high;
  if (o.logarithmic && !(y.low > 0)) throw Error("low", "a logarithmic axis begins above zero");
  Frame frame(o, linear_axis(x.low, x.high, false, 8),
              o.logarithmic ? log_axis(y.low, y.high) : linear_axis(y.low, y.high, true), legend);
  if (empty) frame.nothing();
  auto draw = [&](std::size_t k, Series const& s, double width, double opacity, bool dashed) {
    frame.svg += detail::line(frame, thinned(s), style(k), width, opacity, dashed);
  };
  bool const smooth = o.smoothing > 0;
  if (smooth)
    for (std::size_t k = 0; k < all.size(); ++k) draw(k, all[k], 1, 0.25, false);
  for (std::size_t k = 0; k < all.size(); ++k)
    draw(k, smooth ? smoothed(all[k], o.smoothing) : all[k], smooth ? 2.2 : 1.6, 1, true);
  return std::move(frame).done();
}

}  // namespace agon::plot
