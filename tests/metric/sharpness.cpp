#include <doctest/doctest.h>

#include <agon/metric/sharpness.hpp>

using namespace agon;

TEST_CASE("sharpness: slopes, edges, and what blur takes") {
  Array4 ramp = Array4::from_shape({2, 3, 5, 7});
  for (std::size_t n = 0; n < 2; ++n)
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j < 7; ++j) ramp(n, c, i, j) = 0.25f * float(j) - 0.5f * float(i);
  CHECK(metric::sharpness(ramp) == doctest::Approx(0.75));

  Array4 board = Array4::from_shape({1, 1, 9, 9}), blurred = Array4::from_shape({1, 1, 8, 8});
  for (std::size_t i = 0; i < 9; ++i)
    for (std::size_t j = 0; j < 9; ++j) board(0, 0, i, j) = (i + j) % 2 ? 1.f : -1.f;
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t j = 0; j < 8; ++j)
      blurred(0, 0, i, j) = 0.25f * (board(0, 0, i, j) + board(0, 0, i + 1, j) + board(0, 0, i, j + 1) +
                                     board(0, 0, i + 1, j + 1));
  CHECK(metric::sharpness(board) == doctest::Approx(4));
  CHECK(metric::sharpness(blurred) == doctest::Approx(0));
  CHECK_THROWS_AS((void)metric::sharpness(Array4::from_shape({1, 1, 1, 7})), Error);
  CHECK_THROWS_AS((void)metric::sharpness(Array4::from_shape({0, 1, 4, 7})), Error);
}
