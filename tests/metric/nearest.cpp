#include <doctest/doctest.h>

#include <agon/metric/nearest.hpp>

#include "support/metrics.hpp"

using namespace agon;
using metric::nearest;
using metric::Neighbours;

TEST_CASE("scikit-learn's neighbours (tests/golden/metrics.py)") {
  Neighbours const found = nearest(test::cloud(600, 4, 4, 0.75, 0.125), test::cloud(700, 4, 3), 4);
  std::vector<double> numbers;
  for (long i = 0; i < 80; ++i) numbers.push_back(double(found.row.data()[i]));
  for (long i = 0; i < 80; ++i) numbers.push_back(found.squared.data()[i]);
  test::check_numbers("nearest", numbers, 1e-12);
}

TEST_CASE("a sample of the set is its own neighbour, at 0; of equal ones the first comes first") {
  auto const x = test::cloud(1000, 20, 1);
  Neighbours const own = nearest(x, x);
  for (long i = 0; i < 1000; ++i) {
    CHECK(own.row(i, 0) == i);
    CHECK(own.squared(i, 0) == 0);
  }
  auto const twice = test::matrix(10, 2, [](std::size_t i, std::size_t) { return double(i / 2); });
  Neighbours const two = nearest(twice, twice, 10);
  for (long i = 0; i < 10; ++i) {
    CHECK(two.row(i, 0) == i / 2 * 2);
    CHECK(two.row(i, 1) == i / 2 * 2 + 1);
    CHECK(two.squared(i, 1) == 0);
    for (long k = 1; k < 10; ++k) CHECK(two.squared(i, k) >= two.squared(i, k - 1));
  }
  CHECK(two.squared(0, 9) == 32);
}

TEST_CASE("what has no neighbours is said") {
  auto const x = test::cloud(10, 4, 1);
  CHECK_THROWS_WITH_AS(nearest(x, x, 11), "nearest neighbours: asked for 11 of 10", Error);
  CHECK_THROWS_AS(nearest(x, x, 0), Error);
  CHECK_THROWS_AS(nearest(x, test::cloud(10, 5, 1)), Error);
}
