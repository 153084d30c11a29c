#include <doctest/doctest.h>

#include <agon/data/resize.hpp>

#include "temporary.hpp"

using namespace agon::data;

/// 7x5, gray.
static Picture pattern() {
  Picture p(7, 5, 1);
  for (int j = 0; j < 5; ++j)
    for (int i = 0; i < 7; ++i) *p.at(i, j) = std::uint8_t((i * 37 + j * 91 + i * j * 13) % 256);
  return p;
}

// Expected values by Pillow 13.0: Image.fromarray(x).resize(size, Image.BICUBIC) with x as in pattern().
TEST_CASE("resize does what Pillow's bicubic does") {
  CHECK(resize(pattern(), 3, 2).interleaved == std::vector<std::uint8_t>{108, 140, 144, 124, 144, 137});
  CHECK(resize(pattern(), 7, 3).interleaved == std::vector<std::uint8_t>{40,  82,  123, 165, 100, 142, 183,
                                                                         128, 191, 115, 178, 115, 187, 102,
                                                                         68,  152, 87,  171, 150, 84,  169});
  CHECK(resize(pattern(), 11, 9).interleaved ==
        std::vector<std::uint8_t>{0,   5,   31,  55,  76,  100, 138, 168, 190, 216, 232, 21,  36,  66,  98,
                                  129, 151, 124, 117, 148, 183, 205, 76,  97,  134, 172, 217, 236, 102, 32,
                                  80,  124, 150, 141, 172, 199, 146, 150, 189, 124, 103, 150, 114, 78,  178,
                                  218, 236, 93,  56,  115, 155, 202, 245, 131, 34,  82,  118, 157, 125, 144,
                                  191, 134, 127, 196, 172, 141, 12,  46,  101, 144, 201, 241, 126, 69,  122,
                                  183, 224, 71,  118, 160, 89,  94,  158, 173, 140, 68,  115, 166, 109, 163,
                                  197, 57,  31,  109, 200, 183, 41,  75,  129});
}

TEST_CASE("a flat picture stays flat, and one of the right size stays as it is") {
  CHECK(resize(Picture(13, 7, 3, 200), 64, 64) == Picture(64, 64, 3, 200));
  CHECK(resize(Picture(130, 70, 3, 255), 8, 9) == Picture(8, 9, 3, 255));
  CHECK(resize(pattern(), 7, 5) == pattern());
}

TEST_CASE("channels do not mix") {
  Picture p(4, 4, 3);
  for (std::size_t i = 1; i < p.interleaved.size(); i += 3) p.interleaved[i] = std::uint8_t(i * 5);
  Picture const q = resize(p, 9, 3);
  for (std::size_t i = 0; i < q.interleaved.size(); ++i)
    if (i % 3 != 1) CHECK(q.interleaved[i] == 0);
}

TEST_CASE("square: crop keeps the middle, stretch all, pad all with black around it") {
  Picture p(12, 4, 1, 50);
  for (int y = 0; y < 4; ++y)
    for (int x = 4; x < 8; ++x) *p.at(x, y) = 200;
  CHECK(square(p, 4, Fit::crop) == Picture(4, 4, 1, 200));
  CHECK(size_text(square(p, 5, Fit::stretch)) == "5x5");
  Picture const padded = square(p, 12, Fit::pad);
  CHECK(crop(padded, 0, 4, 12, 4) == p);
  CHECK(crop(padded, 0, 0, 12, 4) == Picture(12, 4, 1, 0));
  CHECK(crop(padded, 0, 8, 12, 4) == Picture(12, 4, 1, 0));
  for (int w = 1; w < 40; ++w)
    for (Fit fit : {Fit::crop, Fit::stretch, Fit::pad}) {
      CHECK(size_text(square(Picture(w, 17, 1), 9, fit)) == "9x9");
      CHECK(size_text(square(Picture(17, w, 1), 9, fit)) == "9x9");
    }
}

TEST_CASE("sizes that make no sense") {
  CHECK(error_of([] { resize(Picture(2, 2, 1), 0, 3); }) == "resize: from 2x2 to 0x3");
  CHECK(error_of([] { resize(Picture(), 3, 3); }) == "resize: from 0x0 to 3x3");
}
