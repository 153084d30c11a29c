#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/parzen.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::Likelihood;
using metric::parzen;
using metric::ParzenFit;

TEST_CASE("what SciPy's logsumexp says (tests/golden/metrics.py)") {
  auto const samples = test::cloud(700, 20, 11), validation = test::cloud(90, 20, 12),
             points = test::cloud(110, 20, 13);
  ParzenFit const fit = parzen(samples, validation, points);
  test::check_numbers("parzen", {fit.sigma, fit.validation, fit.test.mean, fit.test.error}, 1e-11);
  Likelihood const sharp = parzen(samples, points, 0.01);
  test::check_numbers("parzen 0.01", {sharp.mean, sharp.error}, 1e-11);
}

TEST_CASE("one sample is one Gaussian, and nothing is lost where all densities are 0 in doubles") {
  auto const zero = test::matrix(1, 3, [](std::size_t, std::size_t) { return 0.0; });
  auto const one = test::matrix(1, 3, [](std::size_t, std::size_t) { return 1.0; });
  double const root = std::log(2 * std::numbers::pi) / 2;
  CHECK(parzen(zero, one, 2).mean == Approx(-3 * (1.0 / 8 + std::log(2.0) + root)));
  CHECK(parzen(zero, one, 1e-4).mean == Approx(-1.5e8 - 3 * (std::log(1e-4) + root)).epsilon(1e-12));
  CHECK(parzen(zero, one, 2).error == 0);
}

TEST_CASE("samples in any order, or each of them twice, mean the same") {
  auto const x = test::cloud(1100, 5, 1), points = test::cloud(50, 5, 2);
  auto const back = test::matrix(2200, 5, [&](std::size_t i, std::size_t j) { return x((2199 - i) / 2, j); });
  CHECK(parzen(x, points, 0.2).mean == Approx(parzen(back, points, 0.2).mean).epsilon(1e-12));
}

TEST_CASE("it integrates to 1") {
  auto const samples = test::cloud(40, 1, 1);
  auto const line = test::matrix(4000, 1, [](std::size_t i, std::size_t) { return double(i) / 256 - 8; });
  double const sigma = 0.3;
  auto const l = metric::parzen_log_likelihoods(samples, line, {&sigma, 1});
  CHECK(l.array().exp().sum() / 256 == Approx(1).epsilon(1e-6));
}

TEST_CASE("the same bits on any threads") {
  auto const samples = test::cloud(600, 150, 1), points = test::cloud(300, 150, 2);
  auto const grid = metric::log_grid(0.1, 1, 3);
  CHECK(grid.back() == Approx(1));
  CHECK(test::same_on_any_threads([&] { return metric::parzen_log_likelihoods(samples, points, grid); }));
  CHECK(test::same_on_any_threads([&] { return parzen(samples, points, 0.5).mean; }));
}

TEST_CASE("what has no likelihood is said") {
  auto x = test::cloud(10, 4, 1);
  CHECK_THROWS_WITH_AS(parzen(x, x, 0), "Parzen windows: there is a sigma of 0", Error);
  CHECK_THROWS_AS(parzen(x, x, x, std::vector<double>{}), Error);
  CHECK_THROWS_AS(parzen(x, test::cloud(10, 5, 1), 1), Error);
  CHECK_THROWS_AS(parzen(x, x, Array2::from_shape({0, 4})), Error);
  CHECK_THROWS_AS(metric::log_grid(0, 1, 10), Error);
  x(2, 3) = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(parzen(test::cloud(10, 4, 1), x, 1),
                       "Parzen windows, second set: feature 3 of sample 2 is not finite", Error);
}
