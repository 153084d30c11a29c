#include <doctest/doctest.h>

#include <agon/data/patch_view.hpp>

using namespace agon;

namespace {
using Colour = std::array<int, 3>;
constexpr Colour frame{255, 64, 0};
Colour at(data::Picture const& p, int x, int y) { return {p.at(x, y)[0], p.at(x, y)[1], p.at(x, y)[2]}; }
constexpr Colour gray(int v) { return {v, v, v}; }

Array4 filled(std::size_t h, std::size_t w, float value) {
  Array4 x = Array4::from_shape({1, 1, h, w});
  x.fill(value);
  return x;
}
}  // namespace

TEST_CASE("a map beside its picture, and the window of a cell in it") {
  Array4 map = filled(2, 3, 0);
  map(0, 0, 1, 2) = 1;
  map(0, 0, 0, 1) = 0.5f;
  data::Picture const p = data::patch_view(filled(10, 12, -1), map, 0, 1, {{2, 6}, {3, 14}});
  REQUIRE(p.width == 26);
  REQUIRE(p.height == 10);
  CHECK(at(p, 3, 2) == frame);
  CHECK(at(p, 3, 6) == frame);
  CHECK(at(p, 11, 2) == frame);      // the window goes on beyond the picture
  CHECK(at(p, 11, 4) == gray(0));    // and has no edge there
  CHECK(at(p, 12, 2) == gray(255));  // nor does it run into the gap
  CHECK(at(p, 13, 6) == gray(255));
  CHECK(at(p, 4, 3) == gray(0));
  CHECK(at(p, 14 + 4, 0) == frame);  // the cell is 4 pixels wide and 5 high
  CHECK(at(p, 14 + 7, 4) == frame);
  CHECK(at(p, 14 + 5, 1) == gray(128));
  CHECK(at(p, 14 + 3, 0) == gray(0));
  CHECK(at(p, 14 + 8, 5) == gray(255));
  CHECK(at(p, 14 + 11, 9) == gray(255));
  CHECK(at(p, 14 + 7, 5) == gray(0));
}

TEST_CASE("no such cell, no such map") {
  auto const view = [](Array4 const& picture, Array4 const& map, int row, int column) {
    data::patch_view(picture, map, row, column, {});
  };
  CHECK_THROWS_WITH_AS(view(filled(8, 8, 0), filled(2, 3, 0), 2, 0),
                       "patch view: there is no cell 2, 0 in a map of 2x3", Error);
  CHECK_THROWS_AS(view(filled(8, 8, 0), filled(2, 3, 0), 0, -1), Error);
  CHECK_THROWS_AS(view(filled(2, 2, 0), filled(2, 3, 0), 0, 0), Error);
}
