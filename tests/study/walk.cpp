#include <cmath>
#include <doctest/doctest.h>
#include <limits>

#include <agon/study/sweep.hpp>
#include <agon/study/walk_report.hpp>
#include <agon/system/latent.hpp>

using namespace agon;
using doctest::Approx;

namespace {
constexpr Latent normal_latent{Features<40>};

/// (N, C, 1, 1)
Array4 latents(std::initializer_list<std::initializer_list<float>> rows) {
  Array4 z = Array4::from_shape({rows.size(), rows.begin()->size(), 1, 1});
  float* to = z.data();
  for (auto const& row : rows) to = std::copy(row.begin(), row.end(), to);
  return z;
}
double length(Array4 const& z, std::size_t n) {
  double s = 0;
  for (std::size_t i = 0; i < z.shape(1); ++i) s += double(z(n, i, 0, 0)) * z(n, i, 0, 0);
  return std::sqrt(s);
}
/// A picture of 2x2 whose pixels are sums of the latent's coordinates.
Array4 plain(Array4 const& z) {
  Array4 x = Array4::from_shape({z.shape(0), 1, 2, 2});
  for (std::size_t n = 0; n < z.shape(0); ++n)
    for (std::size_t p = 0; p < 4; ++p) {
      float s = 0;
      for (std::size_t i = p; i < z.shape(1); i += 4) s += z(n, i, 0, 0);
      x.data()[4 * n + p] = 0.1f * s;
    }
  return x;
}
}  // namespace

TEST_CASE("a straight walk goes through its ends in equal steps") {
  Array4 const z = study::walk(latents({{0, 0}, {4, 8}, {4, 0}}), 4);
  REQUIRE(z.shape(0) == 9);
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK(z(k, 0, 0, 0) == Approx(double(k)));
    CHECK(z(k, 1, 0, 0) == Approx(2. * double(k)));
    CHECK(z(4 + k, 1, 0, 0) == Approx(8 - 2. * double(k)));
  }
}

TEST_CASE("a spherical one keeps its angle's pace, and a normal latent's length") {
  Array4 const quarter = study::walk(latents({{2, 0}, {0, 2}}), 3, study::Path::spherical);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(quarter(k, 0, 0, 0) == Approx(2 * std::cos(double(k) * M_PI / 6)).epsilon(1e-6));
    CHECK(quarter(k, 1, 0, 0) == Approx(2 * std::sin(double(k) * M_PI / 6)).epsilon(1e-6));
  }
  Array4 const ends = normal_latent.sample(2, 5, 0);
  Array4 const arc = study::walk(ends, 10, study::Path::spherical), line = study::walk(ends, 10);
  double const shorter = std::min(length(ends, 0), length(ends, 1));
  CHECK(length(arc, 5) > 0.95 * shorter);
  CHECK(length(line, 5) < 0.85 * shorter);
  CHECK(length(study::walk(latents({{1, 1}, {2, 2}}), 2, study::Path::spherical), 1) ==
        Approx(1.5 * std::sqrt(2.)));  // in one direction: the line
}

TEST_CASE("walks that are none are refused") {
  CHECK_THROWS_WITH_AS(study::walk(latents({{1, 2}}), 3),
                       "a walk: it takes at least two latents and a step, and these are 1 and 3", Error);
  CHECK_THROWS_AS(study::walk(latents({{1, 2}, {2, 3}}), 0), Error);
  CHECK_THROWS_WITH_AS(study::walk(latents({{1, 2}, {-1, -2}}), 3, study::Path::spherical),
                       "a walk: there is no one arc from latent 0 to the next", Error);
  CHECK_THROWS_AS(study::walk(latents({{1, 2}, {0, 0}}), 3, study::Path::spherical), Error);
  CHECK_NOTHROW(study::walk(latents({{1, 2}, {-1, -2}}), 3));
}

TEST_CASE("steps: even ones, a single jump, none") {
  auto line = [](std::initializer_list<float> at) {
    Array2 x = Array2::from_shape({at.size(), 2});
    std::size_t i = 0;
    for (float v : at) x(i, 0) = 3 * v, x(i++, 1) = 4 * v;
    return study::steps_of(x);
  };
  CHECK(line({0, 1, 2, 3}).mean == Approx(5));
  CHECK(line({0, 1, 2, 3}).unevenness() == Approx(1));
  CHECK(line({0, 0, 0, 2, 2}).unevenness() == Approx(4));
  CHECK(line({0, 0, 0, 2, 2}).largest == Approx(10));
  CHECK(line({7, 7, 7}).unevenness() == 1);
  CHECK_THROWS_AS(line({7}), Error);
  CHECK_THROWS_AS(line({7, std::numeric_limits<float>::infinity()}), Error);
}

TEST_CASE("who knows pictures by heart walks in jumps, and the report says so") {
  Array4 const ends = normal_latent.sample(4, 9, 0), known = plain(normal_latent.sample(12, 9, 100));
  auto const report = study::walk_report(plain, metric::flat, ends, known, {.steps = 16, .columns = 5});
  REQUIRE(report.rows.size() == 4);
  CHECK(report.rows[0].pixels.unevenness() < 3);
  CHECK(report.rows[0].features.mean == report.rows[0].pixels.mean);
  CHECK(report.rows[1].pixels.unevenness() > 2 * report.rows[0].pixels.unevenness());
  CHECK(report.rows[3].pixels.unevenness() > 2 * report.rows[2].pixels.unevenness());
  CHECK(report.picture.width == 5 * 2 + 4 * 2);
  CHECK(report.picture.height == 6 * 2 + 5 * 2);
  CHECK(report.text().find("| straight, by heart | ") != std::string::npos);
  Array4 const recalled = study::recalled(known, known);
  CHECK(std::equal(recalled.begin(), recalled.end(), known.begin()));
  CHECK_THROWS_AS(study::walk_report(plain, metric::flat, ends, known, {.steps = 4, .columns = 6}), Error);
}

TEST_CASE("a sweep changes one coordinate, and the effects know which matter") {
  Array4 const z = normal_latent.sample(1, 2, 0), s = study::sweep(z, 7, -2, 2, 5);
  for (std::size_t k = 0; k < 5; ++k)
    for (std::size_t i = 0; i < 40; ++i) CHECK(s(k, i, 0, 0) == (i == 7 ? float(k) - 2 : z(0, i, 0, 0)));
  CHECK_THROWS_AS(study::sweep(z, 40, -1, 1, 3), Error);
  CHECK_THROWS_AS(study::sweep(normal_latent.sample(2, 2, 0), 1, -1, 1, 3), Error);

  auto third_twice = [](Array4 const& a) {
    Array4 x = a;
    for (std::size_t n = 0; n < a.shape(0); ++n) x(n, 3, 0, 0) *= 2;
    return x;
  };
  auto const effect = study::coordinate_effects(third_twice, normal_latent.sample(3, 1, 0), 0.5);
  CHECK(effect[0] == Approx(1).epsilon(1e-5));
  CHECK(effect[3] == Approx(2).epsilon(1e-5));
  CHECK(study::ranked(effect)[0] == 3);
  CHECK(study::ranked({1, 3, 3, 2}) == std::vector<long>{1, 2, 3, 0});
}
