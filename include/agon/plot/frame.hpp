#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <agon/plot/axis.hpp>
#include <agon/plot/svg.hpp>

namespace agon::plot {

/// What stands around the numbers, and how large all is.
struct Options {
  std::string title = {}, x_label = {}, y_label = {};
  int width = 0, height = 0;  // pixels; 0: 720 and 400 of lines, 560 and 600 of points
};

/// Settles the size: what is asked for, or else this. Throws Error if there is no room in it to draw.
inline void sized(Options& o, int width, int height) {
  if (o.width == 0) o.width = width;
  if (o.height == 0) o.height = height;
  if (std::min(o.width, o.height) < 160 || std::max(o.width, o.height) > 100'000)
    throw Error("plot", {"a plot of ", o.width, 'x', o.height, " pixels; each should be 160 to 100000"});
}

/// The paper of a plot: ground, title, legend, grid and axes, and where on it a number belongs. Text in it is
/// escaped; what is added to `svg` is not.
class Frame {
 public:
  std::string svg;

  /// A name in the legend, and its mark, drawn around 0, 0.
  struct Entry {
    std::string name, mark;
  };

  Frame(Options const& o, Axis x, Axis y, std::vector<Entry> const& legend)
      : x_(std::move(x)),
        y_(std::move(y)),
        right_(o.width - 24),
        bottom_(o.height - (o.x_label.empty() ? 34 : 52)) {
    int longest = 0;
    for (Tick const& t : y_.tick) longest = std::max(longest, length(t.label));
    left_ = 24 + 7 * longest + (o.y_label.empty() ? 0 : 20);
    append(svg, {"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", o.width, "\" height=\"", o.height,
                 "\" viewBox=\"0 0 ", o.width, ' ', o.height,
                 "\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"12\" "
                 "fill=\"#444\">\n<title>",
                 escaped(o.title), "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"});
    top_ = 22;
    if (!o.title.empty()) {
      text(left_, 28, "start", o.title, " font-size=\"15\" font-weight=\"bold\" fill=\"#222\"");
      top_ = 46;
    }
    draw_legend(legend);
    draw_axes(o);
  }

  double width() const { return right_ - left_; }
  double height() const { return bottom_ - top_; }
  double x(double v) const { return left_ + width() * x_.place(v); }
  double y(double v) const { return bottom_ - height() * y_.place(v); }

  void text(double x, double y, std::string_view anchor, std::string_view words, std::string_view more = {}) {
    append(svg, {"<text x=\"", pixels(x), "\" y=\"", pixels(y), "\" text-anchor=\"", anchor, "\"", more, ">",
                 escaped(words), "</text>\n"});
  }
  /// Said where there is nothing to draw.
  void nothing() {
    text((left_ + right_) / 2, (top_ + bottom_) / 2, "middle", "no numbers", " fill=\"#999\"");
  }
  /// The whole picture.
  std::string done() && { return std::move(svg += "</svg>\n"); }

 private:
  Axis x_, y_;
  double left_ = 0, right_, top_ = 0, bottom_;

  /// Names from the left, in as many rows as they need.
  void draw_legend(std::vector<Entry> const& legend) {
    double at = left_;
    if (!legend.empty()) top_ += 8;
    for (Entry const& e : legend) {
      double const room = 30 + 6.6 * length(e.name) + 20;
      if (at > left_ && at + room > right_) at = left_, top_ += 20;
      append(svg,
             {"<g transform=\"translate(", pixels(at + 11), ' ', pixels(top_ - 4), ")\">", e.mark, "</g>\n"});
      text(at + 30, top_, "start", e.name);
      at += room;
    }
    if (!legend.empty()) top_ += 16;
  }

  void draw_axes(Options const& o) {
    std::string grid, base;
    for (Tick const& t : y_.tick)
      append(grid, {"M", pixels(left_), ' ', pixels(y(t.at)), "H", pixels(right_)});
    for (Tick const& t : x_.tick) append(base, {"M", pixels(x(t.at)), ' ', pixels(bottom_), "v5"});
    append(svg, {"<path d=\"", grid, "\" stroke=\"#e4e4e4\"/>\n<path d=\"", "M", pixels(left_), ' ',
                 pixels(bottom_), "H", pixels(right_), base, "\" stroke=\"#888\" fill=\"none\"/>\n"});
    for (Tick const& t : y_.tick) text(left_ - 8, y(t.at) + 4, "end", t.label);
    for (Tick const& t : x_.tick) text(x(t.at), bottom_ + 19, "middle", t.label);
    if (!o.x_label.empty()) text((left_ + right_) / 2, bottom_ + 40, "middle", o.x_label);
    if (!o.y_label.empty()) {
      std::string const middle = pixels((top_ + bottom_) / 2);
      text(0, 0, "middle", o.y_label, joined({" transform=\"translate(18 ", middle, ") rotate(-90)\""}));
    }
  }
};

}  // namespace agon::plot
