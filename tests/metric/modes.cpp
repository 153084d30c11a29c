#include <doctest/doctest.h>
#include <limits>
#include <numeric>

#include <agon/metric/modes.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;
using metric::class_modes;
using metric::kl;
using metric::lattice;
using metric::mixture_modes;
using metric::ModeCoverage;
using metric::ring;

namespace {
/// mixture() of tests/golden/metrics.py
Array2 mixture() {
  Array2 const centres = lattice();
  return test::matrix(500, 2, [&](std::size_t i, std::size_t j) {
    return centres(i * i % 23 % 20, j) + 0.125 * test::cloud_at(i, j, 8) * (i % 7 == 3 ? 8 : 1);
  });
}
}  // namespace

TEST_CASE("what SciPy says of 25 Gaussians and of labels (tests/golden/metrics.py)") {
  for (int within : {3, 4}) {
    ModeCoverage const c = mixture_modes(mixture(), lattice(), 0.0625, within);
    test::check_numbers(joined({"mixture ", within}), {double(c.found), c.good, c.kl}, 1e-12);
    CHECK(std::accumulate(c.counts.begin(), c.counts.end(), 0.0) == 500);
  }
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 300; ++i) labels.push_back(i * i % 31 % 12);
  std::vector<double> truth(12);
  std::iota(truth.begin(), truth.end(), 1.0);
  ModeCoverage const even = class_modes(labels, 12), sloped = class_modes(labels, 12, truth);
  test::check_numbers("class_modes", {double(even.found), even.kl, sloped.kl}, 1e-12);
}

TEST_CASE("centres") {
  Array2 const r = ring(), l = lattice();
  CHECK(r.shape(0) == 8);
  CHECK(r(0, 0) == 2);
  CHECK(r(2, 1) == 2);
  for (std::size_t i = 0; i < 8; ++i) CHECK(std::hypot(r(i, 0), r(i, 1)) == Approx(2));
  CHECK(l.shape(0) == 25);
  CHECK(l(0, 0) == -4);
  CHECK(l(1, 1) == -2);
  CHECK(l(12, 0) == 0);
  CHECK(l(24, 1) == 4);
}

TEST_CASE("all modes, one mode, none") {
  ModeCoverage const all = mixture_modes(ring(), ring(), 0.02);
  CHECK(all.found == 8);
  CHECK(all.good == 1);
  CHECK(all.kl == Approx(0));
  auto const same = test::matrix(9, 2, [](std::size_t, std::size_t j) { return j ? 0.03 : 2.03; });
  ModeCoverage const one = mixture_modes(same, ring(), 0.02);
  CHECK(one.found == 1);
  CHECK(one.counts[0] == 9);
  CHECK(one.good == 1);
  CHECK(one.kl == Approx(std::log(8.0)));
  CHECK(mixture_modes(same, ring(), 0.02, 2).good == 0);
  CHECK(mixture_modes(same, ring(), 0.02, 2).found == 0);
}

TEST_CASE("divergences") {
  std::vector<double> const p{1, 3}, q{1, 1}, half{1, 0};
  CHECK(kl(p, q) == Approx(0.25 * std::log(0.5) + 0.75 * std::log(1.5)));
  CHECK(kl(p, p) == 0);
  CHECK(kl(half, q) == Approx(std::log(2.0)));
  CHECK(kl(q, half) == std::numeric_limits<double>::infinity());
  CHECK_THROWS_AS(kl(p, std::vector<double>{1, 1, 1}), Error);
  CHECK_THROWS_AS(kl(p, std::vector<double>{0, 0}), Error);
  CHECK_THROWS_WITH_AS(kl(p, std::vector<double>{2, -1}), "the divergence: a mode has the weight -1", Error);
}

TEST_CASE("stacked digits") {
  std::vector<std::vector<std::int32_t>> const three{{1, 0}, {2, 0}, {3, 9}};
  CHECK(metric::stacked_labels(three) == std::vector<std::int32_t>{123, 9});
  CHECK(class_modes(metric::stacked_labels(three), 1000).found == 2);
  CHECK(class_modes(metric::stacked_labels(three), 1000).kl == Approx(std::log(500.0)));
  CHECK_THROWS_AS(metric::stacked_labels(std::vector<std::vector<std::int32_t>>{{1, 0}, {2}}), Error);
  CHECK_THROWS_AS(metric::stacked_labels(std::vector<std::vector<std::int32_t>>{}), Error);
}

TEST_CASE("what has no modes is said") {
  auto x = ring();
  CHECK_THROWS_WITH_AS(mixture_modes(x, ring(), 0),
                       "mode coverage: a sample is good within 3 deviations of 0", Error);
  CHECK_THROWS_AS(mixture_modes(x, test::cloud(5, 3, 1), 1), Error);
  CHECK_THROWS_AS(mixture_modes(Array2::from_shape({0, 2}), ring(), 1), Error);
  x(1, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(mixture_modes(x, ring(), 1),
                       "mode coverage, first set: feature 1 of sample 1 is not finite", Error);
  CHECK_THROWS_WITH_AS(class_modes(std::vector<std::int32_t>{0, 3}, 3),
                       "mode coverage: sample 1 has the label 3, and classes are 0 to 2", Error);
  CHECK_THROWS_AS(class_modes(std::vector<std::int32_t>{}, 3), Error);
  CHECK_THROWS_AS(ring(0), Error);
  CHECK_THROWS_AS(lattice(0), Error);
}
