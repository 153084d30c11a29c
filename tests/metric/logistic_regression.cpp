#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/logistic_regression.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::logistic_regression;
using metric::LogisticRegression;

TEST_CASE("scikit-learn's optimum (tests/golden/metrics.py)") {
  auto const unseen = test::classes(300, 8, 24, 2);
  LogisticRegression const r =
      logistic_regression(test::classes(120, 8, 23, 2), test::labels_of(120, 2), 0.7);
  std::vector<double> found(r.weight.begin(), r.weight.end());
  found.push_back(r.bias);
  found.push_back(r.accuracy(unseen, test::labels_of(300, 2)));
  std::vector<double> const p = r.probabilities(unseen);
  found.insert(found.end(), p.begin(), p.begin() + 5);
  test::check_numbers("logistic", found, 1e-9);
}

TEST_CASE("the slope vanishes: the free bias makes the mean probability the share of ones") {
  auto const x = test::classes(90, 6, 1, 3);
  std::vector<std::int32_t> labels = test::labels_of(90, 3);
  for (std::int32_t& l : labels) l = l == 2;
  LogisticRegression const r = logistic_regression(x, labels, 5);
  double mean = 0;
  std::vector<double> slope(6);
  std::vector<double> const p = r.probabilities(x);
  for (std::size_t i = 0; i < 90; ++i) {
    mean += p[i] / 90;
    for (std::size_t j = 0; j < 6; ++j) slope[j] += 5 * (p[i] - labels[i]) * x(i, j);
  }
  CHECK(mean == Approx(1.0 / 3).epsilon(1e-10));
  for (std::size_t j = 0; j < 6; ++j) CHECK(slope[j] == Approx(-r.weight[long(j)]).epsilon(1e-8));
}

TEST_CASE("sets that can be told apart, features that are all 0, and heavy samples") {
  auto const x = test::matrix(40, 2, [](std::size_t i, std::size_t j) {
    return j ? 0.0 : i % 2 ? 1.0 : -1.0;
  });
  for (double c : {1e-6, 1.0, 1e6}) {
    LogisticRegression const r = logistic_regression(x, test::labels_of(40, 2), c);
    CHECK(r.weight[0] == Approx(40 * c / (1 + std::exp(r.weight[0]))).epsilon(1e-9));
    CHECK(r.weight[1] == 0);
    CHECK(r.accuracy(x, test::labels_of(40, 2)) == 1);
  }
}

TEST_CASE("more features than samples, and the same bits on any threads") {
  auto const x = test::classes(60, 200, 2, 2);
  auto weight = [&] { return logistic_regression(x, test::labels_of(60, 2)).weight; };
  CHECK(weight().allFinite());
  CHECK(test::same_on_any_threads(weight));
}

TEST_CASE("what cannot be told apart is said") {
  auto x = test::cloud(10, 4, 1);
  CHECK_THROWS_WITH_AS(logistic_regression(x, test::labels_of(10, 1)),
                       "logistic regression: all 10 samples have the label 0", Error);
  CHECK_THROWS_WITH_AS(logistic_regression(x, test::labels_of(10, 3)),
                       "logistic regression: sample 2 has the label 2, and classes are 0 to 1", Error);
  CHECK_THROWS_AS(logistic_regression(x, test::labels_of(9, 2)), Error);
  CHECK_THROWS_AS(logistic_regression(x, test::labels_of(10, 2), 0), Error);
  CHECK_THROWS_AS(logistic_regression(x, test::labels_of(10, 2)).probabilities(test::cloud(3, 3, 1)), Error);
  x(5, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(logistic_regression(x, test::labels_of(10, 2)),
                       "logistic regression: feature 1 of sample 5 is not finite", Error);
}
