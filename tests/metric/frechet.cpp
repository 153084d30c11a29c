#include <cmath>
#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/frechet.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::frechet;
using metric::Gaussian;

namespace {
Array2 matrix(std::size_t samples, std::size_t width, auto const& at) {
  Array2 x = Array2::from_shape({samples, width});
  for (std::size_t i = 0; i < samples; ++i)
    for (std::size_t j = 0; j < width; ++j) x(i, j) = float(at(long(i), long(j)));
  return x;
}
/// As in tests/golden/frechet.py.
Array2 numbers(std::size_t samples, std::size_t width, long a, long b, long c) {
  return matrix(samples, width,
                [&](long i, long j) { return (i * i * a + j * j * b + i * j * c + i * 7 + j * 3) % 1009; });
}
Gaussian diagonal(Eigen::VectorXd const& mean, Eigen::VectorXd const& variances) {
  return {mean, variances.asDiagonal()};
}
}  // namespace

TEST_CASE("mean and unbiased covariance") {
  Gaussian const g = metric::gaussian(matrix(3, 2, [](long i, long j) { return j == 0 ? i : i * i; }));
  CHECK(g.mean[0] == Approx(1));
  CHECK(g.mean[1] == Approx(5.0 / 3));
  CHECK(g.covariance(0, 0) == Approx(1));
  CHECK(g.covariance(0, 1) == Approx(2));
  CHECK(g.covariance(1, 0) == Approx(2));
  CHECK(g.covariance(1, 1) == Approx(13.0 / 3));
}

TEST_CASE("moments do not depend on where the pieces end, nor on a large mean") {
  auto const x = matrix(1000, 3, [](long i, long j) { return 100000 + i * (j + 7) % 11; });
  Gaussian const g = metric::gaussian(x);
  for (long j = 0; j < 3; ++j) {
    double sum = 0, square = 0;
    for (long i = 0; i < 1000; ++i) {
      double const v = double(i * (j + 7) % 11);
      sum += v;
      square += v * v;
    }
    CHECK(g.mean[j] == Approx(1e5 + sum / 1000).epsilon(1e-12));
    CHECK(g.covariance(j, j) == Approx((square - sum * sum / 1000) / 999).epsilon(1e-10));
  }
}

TEST_CASE("a set is at no distance from itself") {
  auto const x = numbers(300, 12, 5, 11, 17);
  double const size = metric::gaussian(x).covariance.trace();
  CHECK(frechet(x, x) >= 0);
  CHECK(frechet(x, x) < 1e-9 * size);
  auto const few = numbers(5, 12, 5, 11, 17);  // a covariance that is not invertible
  CHECK(frechet(few, few) < 1e-6 * metric::gaussian(few).covariance.trace());
}

TEST_CASE("a shift costs its square") {
  auto const x = numbers(300, 4, 5, 11, 17);
  auto const y =
      matrix(300, 4, [&](long i, long j) { return x(std::size_t(i), std::size_t(j)) + float(j + 1); });
  CHECK(frechet(x, y) == Approx(1 + 4 + 9 + 16).epsilon(1e-9));
}

TEST_CASE("Gaussians of commuting covariances: the sum of (m1 - m2)^2 + (s1 - s2)^2 along the common axes") {
  Eigen::Vector3d const m1(0, 1, 2), m2(1, 1, 0), s1(1, 2, 3), s2(4, 0.5, 3);
  double const expected = 5 + 9 + 2.25;
  Gaussian a = diagonal(m1, s1.cwiseProduct(s1)), b = diagonal(m2, s2.cwiseProduct(s2));
  CHECK(frechet(a, b) == Approx(expected).epsilon(1e-12));
  Eigen::Matrix3d const turn =
      Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  for (Gaussian* g : {&a, &b}) {
    g->mean = (turn * g->mean).eval();
    g->covariance = (turn * g->covariance * turn.transpose()).eval();
  }
  CHECK(frechet(a, b) == Approx(expected).epsilon(1e-12));
}

TEST_CASE("twice as wide: tr C (2 - 1)^2") {
  auto const x = matrix(300, 4, [](long i, long j) { return i * (2 * j + 3) % 101 - 50; });
  auto const y = matrix(300, 4, [&](long i, long j) { return 2 * x(std::size_t(i), std::size_t(j)); });
  Gaussian const g = metric::gaussian(x);
  CHECK(frechet(x, y) == Approx(g.mean.squaredNorm() + g.covariance.trace()).epsilon(1e-9));
}

TEST_CASE("covariances that do not commute: what numpy says (tests/golden/frechet.py), both ways") {
  auto const x = numbers(300, 12, 5, 11, 17), y = numbers(200, 12, 3, 29, 41);
  double const expected = 24032.58110303711;
  CHECK(frechet(x, y) == Approx(expected).epsilon(1e-9));
  CHECK(frechet(y, x) == Approx(expected).epsilon(1e-9));
}

TEST_CASE("SciPy's square root of the product (tests/golden/metrics.py)") {
  test::check_numbers("frechet", {frechet(test::cloud(60, 10, 1), test::cloud(45, 10, 2, 1.25, 0.25))},
                      1e-10);
}

TEST_CASE("the same bits on any threads") {
  auto const x = test::cloud(1500, 150, 1), y = test::cloud(100, 150, 2);
  CHECK(test::same_on_any_threads([&] { return frechet(x, y); }));
}

TEST_CASE("what has no distance is said") {
  auto const x = numbers(10, 4, 5, 11, 17);
  CHECK_THROWS_WITH_AS(frechet(x, numbers(10, 5, 5, 11, 17)),
                       "the Frechet distance: the first set has 4 features and the second 5", Error);
  CHECK_THROWS_WITH_AS(
      frechet(x, numbers(1, 4, 5, 11, 17)),
      "the Frechet distance, second set: it takes at least 2 samples of at least one feature, "
      "and these are 1 of 4",
      Error);
  CHECK_THROWS_AS(frechet(numbers(10, 0, 1, 1, 1), x), Error);
  Gaussian g = metric::gaussian(x);
  g.covariance(1, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH_AS(frechet(metric::gaussian(x), g),
                       "the Frechet distance: a moment of the second set is not finite", Error);
  g.covariance = Eigen::MatrixXd::Zero(4, 3);
  CHECK_THROWS_WITH_AS(frechet(g, metric::gaussian(x)),
                       "the Frechet distance: there is a mean of 4 features with a covariance of 4 x 3",
                       Error);
  auto bad = x;
  bad(7, 2) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(frechet(bad, x),
                       "the Frechet distance, first set: feature 2 of sample 7 is not finite", Error);
}
