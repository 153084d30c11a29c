#include <doctest/doctest.h>

#include <agon/data/picture.hpp>

#include "temporary.hpp"

using namespace agon::data;

/// 3x2, two channels: ten times the pixel's number plus the channel.
static Picture numbered() {
  Picture p(3, 2, 2);
  p.interleaved = {0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51};
  return p;
}

TEST_CASE("crop") {
  Picture const p = crop(numbered(), 1, 0, 2, 2);
  CHECK(size_text(p) == "2x2");
  CHECK(p.interleaved == std::vector<std::uint8_t>{10, 11, 20, 21, 40, 41, 50, 51});
  CHECK(error_of([] { crop(numbered(), 2, 0, 2, 2); }) ==
        "crop: a part of 2x2 at (2, 0) is not inside a picture of 3x2");
  CHECK(error_of([] { crop(numbered(), 0, -1, 2, 2); }) ==
        "crop: a part of 2x2 at (0, -1) is not inside a picture of 3x2");
}

TEST_CASE("mirror") {
  CHECK(mirror(numbered()).interleaved ==
        std::vector<std::uint8_t>{20, 21, 10, 11, 0, 1, 50, 51, 40, 41, 30, 31});
  CHECK(mirror(mirror(numbered())) == numbered());
}

TEST_CASE("pad, and crop again") {
  Picture const p = pad(numbered(), 2, 9);
  CHECK(size_text(p) == "7x6");
  CHECK(*p.at(0, 0) == 9);
  CHECK(crop(p, 2, 2, 3, 2) == numbered());
  CHECK(error_of([] { pad(numbered(), -1); }) == "pad: a border of -1 pixels");
}
