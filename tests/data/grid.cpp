#include <doctest/doctest.h>
#include <limits>

#include <agon/data/grid.hpp>

#include "temporary.hpp"

using namespace agon;
using namespace agon::data;

static Array4 filled(std::size_t n, std::size_t c, std::size_t h, std::size_t w, float value = 0) {
  Array4 a(Array4::shape_type{n, c, h, w});
  for (float& x : a) x = value;
  return a;
}

TEST_CASE("values become bytes") {
  CHECK(detail::to_byte(-1) == 0);
  CHECK(detail::to_byte(1) == 255);
  CHECK(detail::to_byte(-7) == 0);
  CHECK(detail::to_byte(7) == 255);
  CHECK(detail::to_byte(0) == 128);
  CHECK(detail::to_byte(std::numeric_limits<float>::quiet_NaN()) == 0);
  for (int i = 0; i < 256; ++i) CHECK(detail::to_byte(float(i) / 127.5f - 1) == i);
}

TEST_CASE("five images make two rows of three, with gaps of two white pixels") {
  Array4 images = filled(5, 3, 4, 6, -1);
  for (std::size_t y = 0; y < 4; ++y)
    for (std::size_t x = 0; x < 6; ++x) images(4, 1, y, x) = 1;
  Picture const p = grid(images);
  CHECK(size_text(p) == "22x10");
  CHECK(p.channels == 3);
  CHECK(crop(p, 0, 0, 6, 4) == Picture(6, 4, 3, 0));
  CHECK(crop(p, 6, 0, 2, 10) == Picture(2, 10, 3, 255));
  CHECK(crop(p, 0, 4, 22, 2) == Picture(22, 2, 3, 255));
  CHECK(crop(p, 16, 6, 6, 4) == Picture(6, 4, 3, 255));  // there is no sixth
  CHECK(p.at(8, 6)[0] == 0);
  CHECK(p.at(8, 6)[1] == 255);
  CHECK(p.at(13, 9)[1] == 255);
  CHECK(size_text(grid(images, 5)) == "38x4");
  CHECK(size_text(grid(images, 1)) == "6x28");
  CHECK(size_text(grid(images, 99)) == "38x4");
}

TEST_CASE("rows of input, output and target; gray beside colour") {
  Array4 const input = filled(2, 1, 3, 3, 1), output = filled(2, 3, 3, 3, -1), target = filled(2, 3, 3, 3, 0);
  Picture const p = rows(input, output, target);
  CHECK(size_text(p) == "13x8");
  CHECK(crop(p, 0, 5, 3, 3) == Picture(3, 3, 3, 255));
  CHECK(crop(p, 5, 5, 3, 3) == Picture(3, 3, 3, 0));
  CHECK(crop(p, 10, 0, 3, 3) == Picture(3, 3, 3, 128));
  CHECK(size_text(rows({&input, &target})) == "8x8");
}

TEST_CASE("what makes no grid") {
  CHECK(error_of([] { grid(filled(2, 2, 3, 3)); }) == "grid: images have 1 or 3 channels, these have 2");
  CHECK(error_of([] { grid(filled(0, 3, 3, 3)); }) == "grid: there are no images");
  CHECK(error_of([] { rows(filled(2, 3, 3, 3), filled(2, 3, 3, 3), filled(1, 3, 3, 3)); }) ==
        "rows: the batches differ in number or size");
  CHECK(error_of([] { rows(filled(2, 3, 3, 3), filled(2, 4, 3, 3), filled(2, 3, 3, 3)); }) ==
        "rows: images have 1 or 3 channels, these have 4");
  CHECK(error_of([] { rows({}); }) == "rows: there are no images");
}
