#include <doctest/doctest.h>
#include <limits>

#include <agon/metric/features.hpp>

#include "support/metrics.hpp"

using namespace agon;
using namespace agon::metric;

TEST_CASE("what is no set of features is said") {
  Array2 x = test::cloud(5, 3, 1);
  CHECK_NOTHROW(check_features("it", x, 5));
  CHECK_THROWS_WITH_AS(check_features("it", x, 6),
                       "it: it takes at least 6 samples of at least one feature, and these are 5 of 3",
                       Error);
  CHECK_THROWS_WITH_AS(check_features("it", Array2::from_shape({0, 3})),
                       "it: it takes at least 1 sample of at least one feature, and these are 0 of 3", Error);
  CHECK_THROWS_AS(check_features("it", Array2::from_shape({5, 0})), Error);
  CHECK_THROWS_WITH_AS(check_sets("it", x, test::cloud(5, 4, 1)),
                       "it: the first set has 3 features and the second 4", Error);
  x(4, 1) = -std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(check_sets("it", x, x), "it, first set: feature 1 of sample 4 is not finite", Error);
}

TEST_CASE("labels") {
  std::vector<std::int32_t> const labels{0, 2, 1};
  CHECK_NOTHROW(check_labels("it", 3, labels, 3));
  CHECK_THROWS_WITH_AS(check_labels("it", 4, labels, 3), "it: there are 4 samples and 3 labels", Error);
  CHECK_THROWS_WITH_AS(check_labels("it", 3, labels, 2),
                       "it: sample 1 has the label 2, and classes are 0 to 1", Error);
  CHECK_THROWS_AS(check_labels("it", 1, std::vector<std::int32_t>{-1}, 2), Error);
}

TEST_CASE("pictures as features") {
  Array4 x = Array4::from_shape({2, 3, 4, 5});
  for (std::size_t e = 0; e < x.size(); ++e) x.data()[e] = float(e);
  Array2 const y = flat(x);
  CHECK(y.shape(1) == 60);
  CHECK(y(1, 20 + 5 + 2) == x(1, 1, 1, 2));
}

TEST_CASE("pieces cover all, and products have the same bits on any threads") {
  std::vector<int> seen(1000);
  in_pieces(1000, 64, [&](long first, long count) {
    for (long i = first; i < first + count; ++i) ++seen[std::size_t(i)];
  });
  CHECK(seen == std::vector<int>(1000, 1));
  Rows const a = rows(test::cloud(150, 500, 1)), b = rows(test::cloud(500, 170, 2));
  CHECK(test::same_on_any_threads([&] { return product(a, b); }));
  CHECK((product(a, b) - a.lazyProduct(b)).cwiseAbs().maxCoeff() < 1e-12);
}
