#include <doctest/doctest.h>

#include <agon/data/digits.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("the same seed writes the same digits, and more of them begin with the fewer") {
  Images const few = digits(20), more = digits(40), other = digits(20, {.seed = 2});
  CHECK(few.shape() == agon::image(1, 28, 28));
  CHECK(few.count() == 20);
  CHECK(few.labels[13] == 3);
  CHECK(few.classes.size() == 10);
  CHECK(std::equal(few.pictures.planes.begin(), few.pictures.planes.end(), more.pictures.planes.begin()));
  CHECK(few.pictures.planes != other.pictures.planes);
}

TEST_CASE("every digit is ink on black, and whole") {
  Images const set = digits(500);
  for (int i = 0; i < set.count(); ++i) {
    std::uint8_t const* const p = &set.pictures.planes[std::size_t(i) * 784];
    int ink = 0, border = 0;
    for (int k = 0; k < 784; ++k) {
      ink += p[k] > 127;
      border += (k % 28 == 0 || k % 28 == 27 || k < 28 || k >= 756) && p[k] > 127;
    }
    CHECK((ink > 15 && ink < 300));
    CHECK(border == 0);
  }
}

TEST_CASE("two digits of one kind differ, those of two kinds more") {
  Images const set = digits(400);
  double same = 0, different = 0;
  for (int i = 0; i < 200; ++i)
    for (int k = 0; k < 784; ++k) {
      auto const at = [&](int sample) {
        return double(set.pictures.planes[std::size_t(sample) * 784 + std::size_t(k)]);
      };
      same += std::abs(at(i) - at(i + 10));
      different += std::abs(at(i) - at(i + 15));
    }
  CHECK(same / 200 / 784 > 5);
  CHECK(different > 1.15 * same);
}

TEST_CASE("any size; none is too few") {
  CHECK(digits(3, {.size = 64}).shape() == agon::image(1, 64, 64));
  CHECK(error_of([] { digits(0); }) == "digits, seed 1: asked for 0 of them");
  CHECK(error_of([] { digits(1, {.size = 0}); }) == "digits, seed 1: asked for with a size of 0 pixels");
}
