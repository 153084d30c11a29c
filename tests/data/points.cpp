#include <cmath>
#include <doctest/doctest.h>

#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/scatter.hpp>
#include <agon/data/toys.hpp>
#include <agon/metric/correlation.hpp>
#include <agon/metric/modes.hpp>
#include <agon/metric/spread.hpp>

using namespace agon;
using namespace agon::data;

namespace {
constexpr int many = 20'000;
std::vector<double> column(Array2 const& x, std::size_t c) {
  std::vector<double> v;
  for (std::size_t i = 0; i < x.shape(0); ++i) v.push_back(x(i, c));
  return v;
}
}  // namespace

TEST_CASE("the same seed draws the same points, and more of them begin with the fewer") {
  for (auto const law : {eight_gaussians, lattice_gaussians, swiss_roll, people}) {
    Points const few = law(20, {}), more = law(40, {}), other = law(20, {.seed = 2});
    CHECK(few.count() == 20);
    CHECK(few.shape() == Features<2>);
    CHECK(std::equal(few.numbers.begin(), few.numbers.end(), more.numbers.begin()));
    CHECK(few.numbers != other.numbers);
    CHECK_THROWS_AS(law(0, {}), Error);
  }
  CHECK(describe(lattice_gaussians(30)) == "25 Gaussians, seed 1: 30 points of 2 numbers");
}

TEST_CASE("Gaussians stand at their centres, as many at each, with their deviation") {
  auto check = [](Points const& set, Array2 const& centres, double deviation) {
    Array2 const x = set.some(0, many);
    metric::ModeCoverage const c = metric::mixture_modes(x, centres, deviation);
    CHECK(c.found == int(centres.shape(0)));
    CHECK(c.good == doctest::Approx(1 - std::exp(-4.5)).epsilon(0.003));  // of two dimensions, within 3
    CHECK(c.kl < 0.002);
    CHECK(metric::mixture_modes(x, centres, deviation, 1).good ==
          doctest::Approx(1 - std::exp(-0.5)).epsilon(0.03));
  };
  check(eight_gaussians(many), metric::ring(8, 2 / ring_scale), ring_deviation);
  check(lattice_gaussians(many), metric::lattice(5, 2 / lattice_scale), lattice_deviation);
}

TEST_CASE("the Swiss roll is one turn and a half of a spiral, evenly in its angle") {
  Array2 const x = swiss_roll(many).some(0, many);
  metric::ModeCoverage const c = metric::mixture_modes(x, swiss_roll_parts(200), roll_deviation);
  CHECK(c.found == 200);
  CHECK(c.good > 0.97);
  CHECK(c.kl < 0.05);
  double least = 9, most = 0;
  for (std::size_t i = 0; i < many; ++i) {
    double const r = 7.5 * std::hypot(x(i, 0), x(i, 1));
    least = std::min(least, r), most = std::max(most, r);
  }
  CHECK(least > 1.5 * std::numbers::pi - 1.5);
  CHECK(most < 4.5 * std::numbers::pi + 1.5);
  CHECK_THROWS_AS(swiss_roll_parts(0), Error);
}

TEST_CASE("weight goes by height, and a standardised set knows the way back") {
  Points const set = people(many), even = standardised(set);
  Array2 const x = set.some(0, many), y = even.some(0, many), back = measured(even, y);
  std::vector<double> const height = column(x, 0), weight = column(x, 1);
  CHECK(metric::spread(height).mean == doctest::Approx(172).epsilon(0.002));
  CHECK(metric::spread(height).deviation == doctest::Approx(9).epsilon(0.02));
  metric::Line const line = metric::regression(height, weight);
  CHECK(line.slope == doctest::Approx(0.9).epsilon(0.02));
  CHECK(line.intercept == doctest::Approx(-90).epsilon(0.04));
  // deviations: 0.9 * 9 by height, and 0.12 * 0.9 * E (height - 100)^2 to the half beside it
  double const beside = 0.12 * 0.9 * std::hypot(72, 9);
  CHECK(line.correlation == doctest::Approx(8.1 / std::hypot(8.1, beside)).epsilon(0.01));
  for (std::size_t c : {0u, 1u}) {
    metric::Spread const s = metric::spread(column(y, c));
    CHECK(std::abs(s.mean) < 1e-4);
    CHECK(s.deviation == doctest::Approx(1).epsilon(1e-4));
    for (std::size_t i = 0; i < 100; ++i) CHECK(back(i, c) == doctest::Approx(x(i, c)).epsilon(1e-5));
  }
  CHECK_THROWS_AS(standardised(even), Error);
  Points flat{.name = "flat", .numbers = {1, 2, 1, 3}, .centre = {}, .scale = {}};
  CHECK_THROWS_WITH_AS(standardised(flat), "flat: number 0 of its points has the deviation 0", Error);
  CHECK_THROWS_AS(measured(even, Array2::from_shape({2, 3})), Error);
  CHECK_THROWS_AS(set.some(many - 1, 2), Error);
}

TEST_CASE("batches of points are the set, in an order of their own") {
  Points const set = eight_gaussians(12);
  Batches batches(set, 4);
  std::vector<float> seen, all = set.numbers;
  for (int k = 0; k < 3; ++k) {
    ImageBatch const& b = batches.next();
    CHECK(b.images.shape(1) == 2);
    CHECK(b.labels.empty());
    seen.insert(seen.end(), b.images.begin(), b.images.end());
  }
  CHECK(seen != all);
  std::sort(seen.begin(), seen.end()), std::sort(all.begin(), all.end());
  CHECK(seen == all);
}

TEST_CASE("a scatter plot has each point at its place") {
  Array2 const corners{{0, 0}, {1, 1}}, one{{1, 0}}, three = Array2::from_shape({1, 3});
  Picture const p = scatter({{&corners, 9, 9, 9}, {&one, 0, 0, 255}}, 140);
  CHECK(p.at(20, 120)[0] == 9);  // 0, 0: lower left
  CHECK(p.at(120, 20)[2] == 9);  // 1, 1: upper right
  CHECK(p.at(120, 120)[2] == 255);
  CHECK(p.at(120, 120)[0] == 0);
  CHECK(p.at(70, 70)[0] == 255);  // white
  CHECK_THROWS_AS(scatter({{&three, 0, 0, 0}}), Error);
  Array2 const none{{NAN, NAN}};
  CHECK_THROWS_WITH_AS(scatter({{&none, 0, 0, 0}}), "scatter: there are no points", Error);
}
