#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/perceptual_distance.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::perceptual_distance;

namespace {
Array4 map(std::size_t n, std::size_t c, std::size_t h, std::size_t w, std::uint32_t seed,
           double spread = 1) {
  Array4 x = Array4::from_shape({n, c, h, w});
  auto const y = test::cloud(n, c * h * w, seed, spread);
  std::copy(y.begin(), y.end(), x.begin());
  return x;
}
std::vector<Array4> maps(std::uint32_t seed) { return {map(3, 5, 4, 6, seed), map(3, 2, 3, 3, seed + 1, 2)}; }
std::vector<std::vector<double>> const weights{{0.5, 0, 1, 2, 0.25}, {1, 3}};
}  // namespace

TEST_CASE("what NumPy says (tests/golden/metrics.py)") {
  test::check_numbers("perceptual", perceptual_distance(maps(31), maps(33), weights), 1e-12);
  test::check_numbers("perceptual even", perceptual_distance(maps(31), maps(33)), 1e-12);
}

TEST_CASE("no distance to itself, the same both ways, and how strong features are does not matter") {
  auto const a = maps(1), b = maps(3);
  CHECK(perceptual_distance(a, a) == std::vector<double>(3, 0.0));
  CHECK(perceptual_distance(a, b) == perceptual_distance(b, a));
  auto c = b;
  for (Array4& x : c)
    for (float& v : x) v *= 4;
  for (std::size_t n = 0; n < 3; ++n)
    CHECK(perceptual_distance(a, c)[n] == Approx(perceptual_distance(a, b)[n]).epsilon(1e-8));
}

TEST_CASE("orthogonal features are at 2, opposite ones at 4, absent ones at 0") {
  Array4 x = Array4::from_shape({1, 2, 1, 3}), y = x;
  x.fill(0);
  y.fill(0);
  x(0, 0, 0, 0) = y(0, 1, 0, 0) = 5;
  x(0, 0, 0, 1) = 2;
  y(0, 0, 0, 1) = -3;
  CHECK(perceptual_distance(std::array{x}, std::array{y})[0] == Approx(2));  // (2 + 4 + 0) / 3
}

TEST_CASE("what has no distance is said") {
  auto const a = maps(1);
  auto b = maps(3);
  CHECK_THROWS_WITH_AS(perceptual_distance(a, std::vector<Array4>{b[0]}),
                       "the perceptual distance: there are 2 and 1 layers of features, and weights for 0",
                       Error);
  CHECK_THROWS_AS(perceptual_distance(std::vector<Array4>{}, std::vector<Array4>{}), Error);
  CHECK_THROWS_AS(perceptual_distance(a, std::vector<Array4>{b[1], b[0]}), Error);
  CHECK_THROWS_WITH_AS(perceptual_distance(a, b, std::vector<std::vector<double>>{{1}, {1, 3}}),
                       "the perceptual distance: layer 0 has 5 channels and 1 weights", Error);
  CHECK_THROWS_AS(perceptual_distance(a, b, std::vector<std::vector<double>>{{1, 1, 1, 1, 1}, {1, -3}}),
                  Error);
  b[1](2, 1, 0, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(perceptual_distance(a, b),
                       "the perceptual distance: number 10 of picture 2 in layer 1 is not finite", Error);
}
