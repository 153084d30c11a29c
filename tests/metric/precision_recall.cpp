#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/precision_recall.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::precision_recall;
using metric::PrecisionRecall;

namespace {
std::vector<double> numbers(PrecisionRecall const& p) {
  return {p.precision, p.recall, p.density, p.coverage};
}
}  // namespace

TEST_CASE("what SciPy's distances say (tests/golden/metrics.py)") {
  auto const real = test::cloud(700, 4, 3), generated = test::cloud(600, 4, 4, 0.75, 0.125);
  for (int k : {1, 3, 5})
    test::check_numbers(joined({"precision_recall ", k}), numbers(precision_recall(real, generated, k)),
                        1e-14);
}

TEST_CASE("a set and itself: borders count, so that each ball holds its centre and k more") {
  for (double shift : {0.0, 1000.0}) {
    auto const x = test::cloud(500, 30, 1, 1, shift);
    PrecisionRecall const p = precision_recall(x, x, 4);
    CHECK(numbers(p) == std::vector<double>{1, 1, 1.25, 1});
  }
}

TEST_CASE("few modes: all precision, little recall; too many: the reverse; nothing in common: none") {
  auto place = [](std::size_t i, std::size_t modes) { return double(i % modes) * 10; };
  auto set = [&](std::size_t modes, std::uint32_t seed) {
    return test::matrix(200, 3, [&](std::size_t i, std::size_t j) {
      return test::cloud_at(i, j, seed) + (j ? 0 : place(i, modes));
    });
  };
  PrecisionRecall const few = precision_recall(set(4, 1), set(2, 2)),
                        many = precision_recall(set(2, 1), set(4, 2));
  CHECK(few.precision > 0.7);
  CHECK(few.recall < 0.5);
  CHECK(few.coverage <= 0.5);
  CHECK(many.precision < 0.5);
  CHECK(many.recall > 0.7);
  CHECK(numbers(precision_recall(set(2, 1), test::cloud(50, 3, 3, 1, 1000))) == std::vector<double>(4, 0.0));
}

TEST_CASE("precision and recall change places with the sets; a turn and a shift change nothing") {
  auto const a = test::cloud(300, 2, 1), b = test::cloud(200, 2, 2, 1.5);
  PrecisionRecall const ab = precision_recall(a, b), ba = precision_recall(b, a);
  CHECK(ab.precision == ba.recall);
  CHECK(ab.recall == ba.precision);
  auto moved = [](Array2 const& x) {  // exact in binary
    return test::matrix(x.shape(0), 2,
                        [&](std::size_t i, std::size_t j) { return j ? 2 * x(i, 0) + 4 : 8 - 2 * x(i, 1); });
  };
  CHECK(numbers(precision_recall(moved(a), moved(b))) == numbers(ab));
}

TEST_CASE("samples all alike") {
  auto const real = test::cloud(50, 3, 1),
             one = test::matrix(20, 3, [](std::size_t, std::size_t) { return 0.0; });
  PrecisionRecall const p = precision_recall(real, one);
  CHECK((p.precision == 0 || p.precision == 1));
  CHECK(p.recall == 0);
  CHECK(numbers(precision_recall(one, one, 3)) == std::vector<double>{1, 1, 20.0 / 3, 1});
}

TEST_CASE("what has neither is said") {
  auto x = test::cloud(10, 4, 1);
  CHECK_THROWS_WITH_AS(
      precision_recall(x, test::cloud(3, 4, 1)),
      "precision and recall, second set: it takes at least 4 samples of at least one feature, "
      "and these are 3 of 4",
      Error);
  CHECK_THROWS_AS(precision_recall(x, x, 0), Error);
  CHECK_THROWS_AS(precision_recall(x, test::cloud(10, 3, 1)), Error);
  x(3, 2) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(precision_recall(x, x),
                       "precision and recall, first set: feature 2 of sample 3 is not finite", Error);
}
