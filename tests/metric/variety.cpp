#include <doctest/doctest.h>

#include <agon/metric/variety.hpp>

#include "support/metrics.hpp"

using namespace agon;
using Labels = std::vector<std::int32_t>;
using metric::variety;

TEST_CASE("the mean distance between two samples of a class") {
  // Class 0 has the corners 0, 3 and 3 + 4i of a triangle, class 2 one sample, class 3 two equal ones.
  auto const x = test::matrix(6, 2, [](std::size_t i, std::size_t j) {
    double const at[6][2] = {{0, 0}, {7, 7}, {3, 0}, {3, 4}, {1, 1}, {1, 1}};
    return at[i][j];
  });
  std::vector<double> const v = variety(x, Labels{0, 2, 0, 0, 3, 3}, 4);
  CHECK(v.size() == 4);
  CHECK(v[0] == doctest::Approx((3 + 4 + 5) / 3.0));
  CHECK(v[1] == 0);
  CHECK(v[2] == 0);
  CHECK(v[3] == 0);
}

TEST_CASE("twice as far apart is twice as varied") {
  auto const x = test::cloud(300, 5, 1);
  Array2 twice = x;
  for (float& v : twice) v *= 2;
  Labels labels(300);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = std::int32_t(i % 3);
  auto const one = variety(x, labels, 3), two = variety(twice, labels, 3);
  for (std::size_t k = 0; k < 3; ++k) CHECK(two[k] == doctest::Approx(2 * one[k]));
}

TEST_CASE("what has no variety is said") {
  auto const x = test::cloud(3, 2, 1);
  CHECK_THROWS_WITH_AS(variety(x, Labels{0, 1}, 2), "the variety: there are 3 samples and 2 labels", Error);
  CHECK_THROWS_WITH_AS(variety(x, Labels{0, 1, 2}, 2),
                       "the variety: sample 2 has the label 2, and classes are 0 to 1", Error);
}
