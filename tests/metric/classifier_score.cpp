#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/classifier_score.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::classifier_score;
using metric::classifier_score_of_logits;
using metric::Spread;

namespace {
Array2 one_hot(std::size_t samples, std::size_t classes) {
  return test::matrix(samples, classes,
                      [&](std::size_t i, std::size_t j) { return i % classes == j ? 1.0 : 0.0; });
}
}  // namespace

TEST_CASE("what SciPy's entropy says (tests/golden/metrics.py)") {
  for (int splits : {1, 4}) {
    Spread const s = classifier_score_of_logits(test::cloud(50, 6, 5, 8), splits);
    test::check_numbers(joined({"logits ", splits}), {s.mean, s.deviation}, 1e-12);
  }
  Spread const s = classifier_score(test::matrix(50, 6,
                                                 [](std::size_t i, std::size_t j) {
                                                   double sum = 0;
                                                   for (std::size_t k = 0; k < 6; ++k)
                                                     sum += test::uniform_at(i, k, 6);
                                                   return test::uniform_at(i, j, 6) / sum;
                                                 }),
                                    4);
  test::check_numbers("probabilities 4", {s.mean, s.deviation}, 1e-6);
}

TEST_CASE("sure of all classes alike: their number; unsure, or always of one: 1") {
  CHECK(classifier_score(one_hot(100, 10)).mean == Approx(10));
  CHECK(classifier_score(one_hot(100, 10)).deviation == Approx(0));
  CHECK(classifier_score(one_hot(10, 10), 10).mean == Approx(1));
  CHECK(classifier_score(test::matrix(40, 4, [](std::size_t, std::size_t) { return 0.25; })).mean ==
        Approx(1));
  CHECK(classifier_score(test::matrix(40, 4, [](std::size_t, std::size_t j) { return j == 2; })).mean ==
        Approx(1));
}

TEST_CASE("logits: what is added to all of a sample's does not matter, nor how large they are") {
  auto const x = test::cloud(60, 5, 1, 8);
  auto const y = test::matrix(60, 5, [&](std::size_t i, std::size_t j) { return x(i, j) + double(i) * 16; });
  CHECK(classifier_score_of_logits(x, 3).mean ==
        Approx(classifier_score_of_logits(y, 3).mean).epsilon(1e-12));
  auto const sure =
      test::matrix(50, 5, [](std::size_t i, std::size_t j) { return i % 5 == j ? 1e30 : -1e30; });
  CHECK(classifier_score_of_logits(sure, 2).mean == Approx(5));
}

TEST_CASE("what has no score is said") {
  auto x = one_hot(20, 4);
  CHECK_THROWS_WITH_AS(classifier_score(x, 21),
                       "the classifier score: 20 samples cannot be split into 21 parts", Error);
  CHECK_THROWS_AS(classifier_score(x, 0), Error);
  x(3, 1) = 0.5f;
  CHECK_THROWS_WITH_AS(classifier_score(x), "the classifier score: the probabilities of sample 3 sum to 1.5",
                       Error);
  x(3, 1) = -2;
  CHECK_THROWS_WITH_AS(classifier_score(x),
                       "the classifier score: class 1 of sample 3 has the probability -2; "
                       "classifier_score_of_logits() takes what is before the softmax",
                       Error);
  x(3, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(classifier_score_of_logits(x),
                       "the classifier score: feature 1 of sample 3 is not finite", Error);
}
