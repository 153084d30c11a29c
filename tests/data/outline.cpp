#include <doctest/doctest.h>

#include <agon/data/outline.hpp>

using namespace agon::data;

TEST_CASE("a flat picture has no outline") {
  CHECK(outline(Picture(20, 10, 3, 90)) == Picture(20, 10, 3, 255));
}

TEST_CASE("a bright square has four thin sides") {
  Picture p(40, 40, 1, 20);
  for (int y = 10; y < 30; ++y)
    for (int x = 10; x < 30; ++x) *p.at(x, y) = 220;
  Picture const drawn = outline(p);
  for (int i = 14; i < 26; ++i) {
    int across = 0, down = 0;
    for (int k = 0; k < 20; ++k) {
      across += *drawn.at(k, i) == 0;
      down += *drawn.at(i, k) == 0;
    }
    CHECK(across == 1);
    CHECK(down == 1);
    CHECK((*drawn.at(9, i) == 0 || *drawn.at(10, i) == 0));
  }
  CHECK(*drawn.at(20, 20) == 255);
  CHECK(*drawn.at(3, 3) == 255);
}

TEST_CASE("colours of one brightness have an outline, and faint pictures too") {
  Picture p(20, 20, 3, 60), faint(20, 20, 1, 60);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x) {
      p.at(x, y)[x < 10 ? 0 : 2] = 200;
      *faint.at(x, y) = x < 10 ? 60 : 85;
    }
  for (Picture const& drawn : {outline(p), outline(faint)}) {
    int dark = 0;
    for (int x = 0; x < 20; ++x) dark += *drawn.at(x, 10) == 0;
    CHECK(dark == 1);
  }
}
