#include <cmath>
#include <doctest/doctest.h>

#include <agon/study/arithmetic.hpp>
#include <agon/system/latent.hpp>

using namespace agon;
using doctest::Approx;

namespace {
constexpr Latent z12{Features<12>};
}

TEST_CASE("mean(a) - mean(b) + mean(c)") {
  Array4 const a = z12.sample(3, 1, 0), b = z12.sample(3, 1, 3), c = z12.sample(2, 1, 6);
  Array4 const y = study::combined(a, b, c);
  REQUIRE(y.shape(0) == 1);
  for (std::size_t i = 0; i < 12; ++i) {
    double const mean_a = (double(a(0, i, 0, 0)) + a(1, i, 0, 0) + a(2, i, 0, 0)) / 3;
    double const mean_b = (double(b(0, i, 0, 0)) + b(1, i, 0, 0) + b(2, i, 0, 0)) / 3;
    double const mean_c = (double(c(0, i, 0, 0)) + c(1, i, 0, 0)) / 2;
    CHECK(double(y(0, i, 0, 0)) == Approx(mean_a - mean_b + mean_c).epsilon(1e-5));
  }
  Array4 const same = study::combined(a, a, c), mean = study::mean_of(c);
  for (std::size_t i = 0; i < 12; ++i) CHECK(same(0, i, 0, 0) == Approx(mean(0, i, 0, 0)).epsilon(1e-5));
  CHECK_THROWS_AS(study::combined(a, b, Array4::from_shape({2, 5, 1, 1})), Error);
  CHECK_THROWS_AS(study::mean_of(Array4::from_shape({0, 12, 1, 1})), Error);
}

TEST_CASE("latents around one keep it in the middle and stay within reach") {
  Array4 const z = z12.sample(1, 4, 0), all = study::around(z, 9, 0.25, 3);
  double most = 0;
  for (std::size_t n = 0; n < 9; ++n)
    for (std::size_t i = 0; i < 12; ++i) {
      double const d = std::abs(double(all(n, i, 0, 0)) - z(0, i, 0, 0));
      CHECK(d <= 0.25 + 1e-6);
      if (n == 4) CHECK(d == 0);
      most = std::max(most, d);
    }
  CHECK(most > 0.2);
  CHECK_THROWS_AS(study::around(z12.sample(2, 4, 0), 9), Error);
}

TEST_CASE("the direction of an attribute is found, and goes there") {
  Array4 const z = z12.sample(400, 8, 0);
  auto score = [](Array4 const& x, std::size_t n) { return double(x(n, 2, 0, 0)) - x(n, 5, 0, 0); };
  std::vector<std::int32_t> labels;
  for (std::size_t n = 0; n < 400; ++n) labels.push_back(score(z, n) > 0);
  study::Direction const d = study::direction(z, labels);
  CHECK(d.unit(0, 2, 0, 0) == Approx(std::sqrt(0.5)).epsilon(0.05));
  CHECK(d.unit(0, 5, 0, 0) == Approx(-std::sqrt(0.5)).epsilon(0.05));
  CHECK(d.probe.accuracy(metric::flat(z), labels) > 0.97);
  Array4 const further = study::moved(z, d.unit, 2);
  for (std::size_t n = 0; n < 400; ++n) CHECK(score(further, n) - score(z, n) > 2.6);
  CHECK_THROWS_AS(study::moved(z, z, 1), Error);
  CHECK_THROWS_AS(study::direction(z, std::vector<std::int32_t>(400, 1)), Error);
}
