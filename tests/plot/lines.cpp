// Plots of lines: documents that XML readers take, whatever the numbers and the names are.
#include <clocale>
#include <doctest/doctest.h>
#include <limits>

#include <agon/plot/lines.hpp>

#include "data/temporary.hpp"
#include "plot/svg.hpp"

using namespace agon;
using namespace agon::plot;
using agon::test::count, agon::test::elements, agon::test::check_numbers;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();

Series wave(std::string name, int n) {
  Series s{std::move(name)};
  for (int i = 0; i < n; ++i) {
    s.x.push_back(i);
    s.y.push_back(1.5 + std::sin(0.1 * i));
  }
  return s;
}
}  // namespace

TEST_CASE("title, names, labels and ticks are there, and each line once") {
  std::string const svg =
      lines({wave("one", 50), wave("two", 50)}, {{.title = "Waves", .x_label = "step", .y_label = "height"}});
  elements(svg);
  check_numbers(svg);
  for (char const* text : {"<title>Waves</title>", ">Waves</text>", ">one</text>", ">two</text>",
                           ">step</text>", ">height</text>", ">10</text>", ">0.5</text>"})
    CHECK(count(svg, text) == 1);
  CHECK(count(svg, styles[0].colour) == 2);  // the line, and its mark in the legend
  CHECK(count(svg, styles[1].colour) == 2);
  CHECK(count(svg, "stroke-opacity") == 0);
}

TEST_CASE("an average is drawn over faint numbers; a logarithmic axis has powers of ten") {
  LineOptions o;
  o.smoothing = 0.9;
  std::string const smooth = lines({wave("one", 50)}, o);
  elements(smooth);
  CHECK(count(smooth, "stroke-opacity=\"0.25\"") == 1);
  CHECK(count(smooth, styles[0].colour) == 3);
  o.logarithmic = true;
  std::string const log = lines({{"far", {0, 1, 2, 3}, {0.001, 10, -1, 1000}}}, o);
  elements(log);
  check_numbers(log);
  for (char const* label : {">0.001<", ">0.1<", ">1000<"}) CHECK(count(log, label) == 1);
}

TEST_CASE("nothing, one point, equal numbers, gaps") {
  for (bool logarithmic : {false, true})
    for (double smoothing : {0.0, 0.99}) {
      LineOptions o;
      o.logarithmic = logarithmic;
      o.smoothing = smoothing;
      for (std::vector<Series> const& all : std::vector<std::vector<Series>>{
               {}, {{"none"}}, {{"gaps", {1, 2, 3}, {gap, infinity, -infinity}}}, {{"", {gap}, {1}}}}) {
        std::string const svg = lines(all, o);
        elements(svg);
        check_numbers(svg);
        CHECK(count(svg, "no numbers") == 1);
      }
      for (Series const& s : std::vector<Series>{{"one", {100}, {0.5}},
                                                 {"equal", {1, 2}, {3, 3}},
                                                 {"same place", {1, 1}, {3, 4}},
                                                 {"gaps", {1, 2, 3, 4, 5}, {gap, 2, gap, 3, 4}},
                                                 {"wide", {1, 2, 3, 4}, {-1e300, 1e300, 1e308, -1e308}},
                                                 {"wide", {-1e300, 1e300}, {1, 2}},
                                                 {"small", {1, 2}, {5e-324, 1e-300}},
                                                 {"small", {0, 5e-324}, {1, 2}}}) {
        CAPTURE(s.name);
        std::string const svg = lines({s}, o);
        elements(svg);
        check_numbers(svg);
        CHECK(count(svg, "no numbers") == 0);
        CHECK(count(svg, "<path") >= 4);  // grid, axis, legend, and a line or a dot
      }
    }
}

TEST_CASE("a gap breaks the line, a point alone is a dot") {
  Series const s{"s", {0, 1, 2, 3, 4, 5, 6}, {1, 2, gap, 3, gap, 1, 2}};
  std::string const svg = lines({s});
  std::size_t const at = svg.find(joined({"stroke=\"", styles[0].colour}), svg.find("</text>\n<path"));
  REQUIRE(at != svg.npos);
  CHECK(count(svg, "h0\"") == 1);
}

TEST_CASE("names are text, whatever they are") {
  std::string const names[] = {
      "a < b && \"c\" > d", "</svg><script>", std::string("\0\x01\x1f", 3), "\xFF\xC0\xAF",
      "\xEF\xBF\xBF",       "\xED\xA0\x80",   "\xF0\x9F\x98\x80 \xC3\xA9",  std::string(500, 'w')};
  for (std::string const& name : names) {
    std::string const svg =
        lines({wave(name, 5), wave(name, 5)}, {{.title = name, .x_label = name, .y_label = name}});
    elements(svg);
    CHECK(count(svg, "<script>") == 0);
  }
  CHECK(escaped("a<b>&\"c\"") == "a&lt;b&gt;&amp;&quot;c&quot;");
  CHECK(escaped("\x01\xC3\xA9\xFF") == "\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD");
}

TEST_CASE("a million points are as many as can be seen") {
  std::string const svg = lines({wave("long", 1'000'000)});
  CHECK(svg.size() < 60'000);
  elements(svg);
}

TEST_CASE("fixed ends") {
  LineOptions o;
  o.low = 0;
  o.high = 1;
  std::string const svg = lines({{"s", {10, 20, 30}, {0.4, 0.5, 7}}}, o);
  CHECK(count(svg, ">1.0<") == 1);
  CHECK(count(svg, ">7<") == 0);
}

TEST_CASE("a point is a point in every locale") {
  std::string const here = lines({wave("one", 50)});
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  CHECK(lines({wave("one", 50)}) == here);
  std::setlocale(LC_ALL, "C");
  CHECK(pixels(1.005) == "1");
  CHECK(pixels(-0.001) == "0");
  CHECK(pixels(12.5) == "12.5");
  CHECK(pixels(100) == "100");
}

TEST_CASE("what cannot be drawn is said") {
  CHECK(error_of([] { lines({{"short", {1, 2}, {1}}}); }) == "short: has 2 numbers x and 1 numbers y");
  LineOptions o;
  o.smoothing = 1;
  CHECK(error_of([&] { lines({}, o); }) == "smoothing: is 1 and should be in [0, 1)");
  CHECK(error_of([] { lines({}, {{.width = 10}}); }) ==
        "plot: a plot of 10x400 pixels; each should be 160 to 100000");
  elements(lines({wave(std::string(99, 'n'), 9)}, {{.title = "Small", .width = 160, .height = 160}}));
  o.smoothing = 0;
  o.logarithmic = true;
  o.low = 0;
  CHECK(error_of([&] { lines({}, o); }) == "low: a logarithmic axis begins above zero");
}
