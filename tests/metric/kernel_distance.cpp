#include <doctest/doctest.h>
#include <limits>
#include <set>

#include <agon/metric/kernel_distance.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::kernel_distance;
using metric::Spread;
using metric::squared_mmd;

TEST_CASE("what NumPy says (tests/golden/metrics.py), the draw of subsets included") {
  auto const x = test::cloud(60, 10, 1), y = test::cloud(45, 10, 2, 1.25, 0.25);
  test::check_numbers("squared_mmd", {squared_mmd(x, y)}, 1e-12);
  Spread const d = kernel_distance(x, y, {.subsets = 7, .size = 20, .seed = (5ull << 32) + 3});
  test::check_numbers("kernel_distance", {d.mean, d.deviation}, 1e-12);
}

TEST_CASE("two samples of one feature each, by hand: k = (x y + 1)^3") {
  auto const x = test::matrix(2, 1, [](std::size_t i, std::size_t) { return double(i); });      // 0, 1
  auto const y = test::matrix(2, 1, [](std::size_t i, std::size_t) { return double(i) + 1; });  // 1, 2
  CHECK(squared_mmd(x, y) == Approx(1 + 27 - 2 * (1 + 1 + 8 + 27) / 4.0));
}

TEST_CASE("unbiased: of one distribution the mean is about 0, below it as often as above") {
  auto const x = test::cloud(900, 8, 1), y = test::cloud(900, 8, 2), far = test::cloud(900, 8, 3, 1, 0.5);
  Spread const none = kernel_distance(x, y, {.subsets = 60, .size = 100});
  CHECK(std::abs(none.mean) < none.deviation);
  CHECK(none.deviation > 0);
  Spread const some = kernel_distance(x, far, {.subsets = 60, .size = 100});
  CHECK(some.mean > 20 * none.deviation);
  CHECK(some.mean == Approx(squared_mmd(x, far)).epsilon(0.05));
  CHECK(squared_mmd(x, far) == Approx(squared_mmd(far, x)).epsilon(1e-12));
}

TEST_CASE("a seed makes the same subsets, without repeats; another one others") {
  auto const x = test::cloud(50, 4, 1), y = test::cloud(40, 4, 2);
  auto mean = [&](std::uint64_t seed) {
    return kernel_distance(x, y, {.subsets = 5, .size = 10, .seed = seed}).mean;
  };
  CHECK(mean(1) == mean(1));
  CHECK(mean(1) != mean(2));
  CHECK(test::same_on_any_threads([&] { return mean(1); }));
  auto const big = test::cloud(600, 90, 3);
  CHECK(test::same_on_any_threads([&] { return squared_mmd(big, test::cloud(300, 90, 4)); }));
  std::vector<long> const all = metric::some_of(40, 40, "x", 1, 0);
  CHECK(std::set<long>(all.begin(), all.end()).size() == 40);
  CHECK(*std::max_element(all.begin(), all.end()) == 39);
  Spread const whole = kernel_distance(x, y, {.subsets = 3, .size = 40});
  CHECK(whole.mean != Approx(0));
}

TEST_CASE("what has no distance is said") {
  auto x = test::cloud(10, 4, 1);
  CHECK_THROWS_WITH_AS(kernel_distance(x, x),
                       "the kernel distance: a set has 10 samples, and subsets of 1000 were asked for; "
                       "KernelDistanceOptions::size makes them smaller",
                       Error);
  CHECK_THROWS_AS(kernel_distance(x, x, {.subsets = 0, .size = 5}), Error);
  CHECK_THROWS_AS(kernel_distance(x, x, {.subsets = 1, .size = 1}), Error);
  CHECK_THROWS_AS(squared_mmd(x, test::cloud(10, 5, 1)), Error);
  CHECK_THROWS_AS(squared_mmd(x, test::cloud(1, 4, 1)), Error);
  x(9, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(kernel_distance(test::cloud(10, 4, 2), x, {.size = 5}),
                       "the kernel distance, second set: feature 0 of sample 9 is not finite", Error);
}
