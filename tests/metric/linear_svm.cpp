#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/linear_svm.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::linear_svm;
using metric::LinearSVM;

TEST_CASE("liblinear's optimum, by scikit-learn (tests/golden/metrics.py)") {
  auto const x = test::classes(150, 8, 21, 4), unseen = test::classes(400, 8, 22, 4);
  auto const labels = test::labels_of(150, 4);
  LinearSVM const svm = linear_svm(x, labels, 4, {.c = 0.5, .tolerance = 1e-10, .passes = 100000});
  CHECK(svm.violation <= 1e-10);
  std::vector<double> found(svm.weight.data(), svm.weight.data() + svm.weight.size());
  found.insert(found.end(), svm.bias.begin(), svm.bias.end());
  found.push_back(svm.accuracy(x, labels));
  found.push_back(svm.accuracy(unseen, test::labels_of(400, 4)));
  test::check_numbers("svm", found, 1e-8);
}

TEST_CASE("a pair by hand: (w + b - 1)^2 C on either side of 0") {
  auto const x = test::matrix(2, 1, [](std::size_t i, std::size_t) { return i ? 1.0 : -1.0; });
  LinearSVM const svm = linear_svm(x, test::labels_of(2, 2), 2, {.c = 3, .tolerance = 1e-12});
  CHECK(svm.weight(1, 0) == Approx(12.0 / 13));  // of w^2 / 2 + 6 (1 - w)^2
  CHECK(svm.weight(0, 0) == Approx(-12.0 / 13));
  CHECK(svm.bias[0] == Approx(0));
}

TEST_CASE("neither the order's seed nor threads matter to the optimum; threads do not to the bits") {
  auto const x = test::classes(200, 5, 1, 3);
  auto const labels = test::labels_of(200, 3);
  auto weight = [&](std::uint64_t seed) {
    return linear_svm(x, labels, 3, {.tolerance = 1e-9, .passes = 10000, .seed = seed}).weight;
  };
  CHECK((weight(1) - weight(2)).cwiseAbs().maxCoeff() < 1e-7);
  CHECK(test::same_on_any_threads([&] { return weight(1); }));
}

TEST_CASE("passes that do not suffice leave a violation") {
  auto const x = test::classes(200, 5, 1, 3);
  CHECK(linear_svm(x, test::labels_of(200, 3), 3, {.tolerance = 1e-9, .passes = 2}).violation > 1e-9);
}

TEST_CASE("what cannot be told apart is said") {
  auto x = test::cloud(10, 4, 1);
  auto const labels = test::labels_of(10, 2);
  CHECK_THROWS_WITH_AS(linear_svm(x, labels, 3), "the linear SVM: class 2 has no sample", Error);
  CHECK_THROWS_AS(linear_svm(x, labels, 1), Error);
  CHECK_THROWS_AS(linear_svm(x, test::labels_of(9, 2), 2), Error);
  CHECK_THROWS_AS(linear_svm(x, labels, 2, {.c = 0}), Error);
  LinearSVM const svm = linear_svm(x, labels, 2);
  CHECK_THROWS_WITH_AS(svm.predict(test::cloud(2, 5, 1)),
                       "the linear SVM: it was trained on 4 features, and these are 5", Error);
  CHECK_THROWS_AS(svm.accuracy(x, test::labels_of(9, 2)), Error);
  x(0, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(linear_svm(x, labels, 2), "the linear SVM: feature 0 of sample 0 is not finite",
                       Error);
}
