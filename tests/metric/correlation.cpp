#include <cmath>
#include <doctest/doctest.h>

#include <agon/metric/correlation.hpp>

using namespace agon::metric;

namespace {
using List = std::vector<double>;
List const x{2, 5, 1, 8, 5, 9.5, -3}, y{1, 4, 0, 7, 6, 4, 4};
}  // namespace

// numpy.corrcoef(x, y), the same of the ranks, numpy.polyfit(x, y, 1) (NumPy 2.4.6)
TEST_CASE("correlations and the line agree with NumPy") {
  CHECK(pearson(x, y) == doctest::Approx(0.496005225851375).epsilon(1e-12));
  CHECK(spearman(x, y) == doctest::Approx(0.560968194005074).epsilon(1e-12));
  CHECK(ranks(x) == List{3, 4.5, 2, 6, 4.5, 7, 1});
  CHECK(ranks(y) == List{2, 4, 1, 7, 6, 4, 4});
  Line const line = regression(x, y);
  CHECK(line.slope == doctest::Approx(0.289047310434219).epsilon(1e-12));
  CHECK(line.intercept == doctest::Approx(2.57874270900842).epsilon(1e-12));
}

TEST_CASE("what only grows has Spearman's 1, and what is a line also Pearson's") {
  List grows, line, falls;
  for (double v : x) grows.push_back(std::exp(v)), line.push_back(3 * v - 7), falls.push_back(-v * v * v);
  CHECK(spearman(x, grows) == doctest::Approx(1).epsilon(1e-14));
  CHECK(pearson(x, grows) < 0.8);
  CHECK(pearson(x, line) == doctest::Approx(1).epsilon(1e-14));
  CHECK(spearman(x, falls) == doctest::Approx(-1).epsilon(1e-14));
}

TEST_CASE("what cannot go together is refused") {
  CHECK_THROWS_WITH_AS(pearson(x, List{1, 2}), "the correlation: there are 7 numbers x and 2 numbers y",
                       agon::Error);
  CHECK_THROWS_AS(pearson(List{1}, List{1}), agon::Error);
  CHECK_THROWS_WITH_AS(pearson(List{1, 2}, List{3, 3}), "the correlation: y is always the same", agon::Error);
  CHECK_THROWS_WITH_AS(spearman(List{1, NAN}, List{3, 4}), "the correlation: a number is not finite",
                       agon::Error);
}
