#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/metric/principal_colours.hpp>

using namespace agon;

// Byte k of 2 x 3 x 4 x 4 is (k * 37 + k * k / 5 * 11) % 256. With NumPy 2:
//
//   k = np.arange(96); p = ((k * 37 + k * k // 5 * 11) % 256).reshape(2, 3, 16).transpose(1, 0, 2).reshape(3,
//   32) c = np.cov(p / 127.5 - 1, bias=True); l, v = np.linalg.eigh(c); l, v = l[::-1], v[:, ::-1]
static data::Images two() {
  data::Images set{"two", {image(3, 4, 4), 0, {}}, {}, {}, {}};
  for (int k = 0; k < 96; ++k) set.pictures.planes.push_back(std::uint8_t((k * 37 + k * k / 5 * 11) % 256));
  return set;
}

TEST_CASE("components agree with NumPy's, but for their signs") {
  double const variance[3] = {0.4115612022162867, 0.3652823261760868, 0.2765626134761385};
  double const direction[3][3] = {
      {-0.26972996749699163, -0.6138397339318382, 0.741920835184295},
      {-0.962222757343641, 0.14216717837088066, -0.23219788682083783},
      {-0.03705549735291975, 0.776523840226784, 0.6289973097520971}};  // rows are components
  metric::PrincipalColours const p = metric::principal_colours(two());
  for (int k = 0; k < 3; ++k) {
    CHECK(p.variance(k) == doctest::Approx(variance[k]).epsilon(1e-12));
    double const sign = p.direction(0, k) * direction[k][0] > 0 ? 1 : -1;
    for (int c = 0; c < 3; ++c)
      CHECK(sign * p.direction(c, k) == doctest::Approx(direction[k][c]).epsilon(1e-10));
  }
}

TEST_CASE("both readings of the paper: roots in any unit; eigenvalues of pixels in [0, 1]") {
  using Reading = metric::PrincipalColours::Reading;
  metric::PrincipalColours const p = metric::principal_colours(two());
  std::vector<double> const roots = p.steps(), values = p.steps(Reading::eigenvalues);
  for (int c = 0; c < 3; ++c)
    for (int k = 0; k < 3; ++k) {
      std::size_t const at = std::size_t(3 * c + k);
      CHECK(roots[at] == doctest::Approx(p.direction(c, k) * std::sqrt(p.variance(k))));
      // in [0, 1] the variance is a quarter and a step is half as long
      CHECK(0.5 * values[at] == doctest::Approx(p.direction(c, k) * (p.variance(k) / 4)));
    }
}

TEST_CASE("sets without colours are refused") {
  CHECK_THROWS_AS(metric::principal_colours(data::digits(2)), Error);
  data::Images none = two();
  none.pictures.planes.clear();
  CHECK_THROWS_WITH_AS(metric::principal_colours(none), "two: has no pictures, and no colours", Error);
}
