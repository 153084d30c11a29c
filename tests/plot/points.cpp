#include <doctest/doctest.h>
#include <limits>

#include <agon/plot/points.hpp>

#include "data/temporary.hpp"
#include "plot/svg.hpp"

using namespace agon;
using namespace agon::plot;
using agon::test::count, agon::test::elements, agon::test::check_numbers;

namespace {
Series circle(std::string name, double radius, int n) {
  Series s{std::move(name)};
  for (int i = 0; i < n; ++i) {
    s.x.push_back(radius * std::cos(i));
    s.y.push_back(radius * std::sin(i));
  }
  return s;
}
}  // namespace

TEST_CASE("two sets in one picture, each point once, thousands at most") {
  std::string const svg = points({circle("real", 2, 300), circle("generated", 1, 200)}, {{.title = "Rings"}});
  elements(svg);
  check_numbers(svg);
  for (char const* text : {">Rings</text>", ">real</text>", ">generated</text>"})
    CHECK(count(svg, text) == 1);
  CHECK(count(svg, styles[0].shape) == 301);  // and one in the legend
  CHECK(count(svg, styles[1].shape) == 201);
  CHECK(count(points({circle("many", 1, 100'000)}), styles[0].shape) == 4001);
}

TEST_CASE("a step in x is as long as one in y") {
  auto const distance = [](Series const& s, bool square, bool along_x) {
    std::string const svg = points({s}, {{}, square});
    std::vector<double> at[2];
    std::size_t from = svg.find("<g fill=\"", svg.find("fill-opacity") - 20);
    for (std::size_t m; (m = svg.find("=\"M", from)) != svg.npos; from = m + 3) {
      char* end = nullptr;
      at[0].push_back(std::strtod(&svg[m + 3], &end));
      at[1].push_back(std::strtod(end, nullptr));
    }
    REQUIRE(at[0].size() == 3);
    return along_x ? at[0][1] - at[0][0] : at[1][0] - at[1][2];
  };
  for (Series const& s : {Series{"tall", {0, 1, 0}, {0, 0, 50}}, Series{"wide", {0, 50, 0}, {0, 0, 1}}}) {
    double const dx = distance(s, true, true) / (s.x[1] - s.x[0]),
                 dy = distance(s, true, false) / (s.y[2] - s.y[0]);
    CHECK(dx == doctest::Approx(dy).epsilon(0.03));
    CHECK(distance(s, false, true) > 300);
    CHECK(distance(s, false, false) > 300);
  }
}

TEST_CASE("nothing, one point, what is not finite") {
  double const none = std::numeric_limits<double>::infinity();
  for (std::vector<Series> const& all :
       std::vector<std::vector<Series>>{{}, {{"none"}}, {{"none", {gap, 1}, {1, none}}}}) {
    std::string const svg = points(all);
    elements(svg);
    check_numbers(svg);
    CHECK(count(svg, "no numbers") == 1);
  }
  for (Series const& s : std::vector<Series>{{"one", {3}, {4}},
                                             {"zero", {0}, {0}},
                                             {"wide", {-1e300, 1e300}, {0, 0}},
                                             {"high", {0, 0}, {-1e300, 1e300}},
                                             {"gap", {1, gap, 3}, {1, 2, none}}}) {
    CAPTURE(s.name);
    for (bool square : {false, true}) {
      std::string const svg = points({s}, {{}, square});
      elements(svg);
      check_numbers(svg);
    }
  }
  CHECK(error_of([] { points({{"short", {}, {1}}}); }) == "short: has 0 numbers x and 1 numbers y");
}
