#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <vector>

#include <agon/study/linear_probe.hpp>
#include <agon/study/pooled.hpp>

#include "support/metrics.hpp"

using namespace agon;
using doctest::Approx;

TEST_CASE("layers are pooled to a grid, small maps as they are, one behind the other") {
  Array4 large = Array4::from_shape({2, 1, 5, 5}), small = Array4::from_shape({2, 2, 1, 3});
  for (std::size_t i = 0; i < 50; ++i) large.data()[i] = float(i);
  for (std::size_t i = 0; i < 12; ++i) small.data()[i] = -float(i);
  std::vector<Array4> const layers{large, small};
  Array2 const y = study::pooled(layers, 2);
  REQUIRE(y.shape(1) == 4 + 2 * 2);
  // PyTorch: adaptive_max_pool2d(arange(25).view(1, 1, 5, 5), 2): windows of rows 0 to 2 and 2 to 4
  CHECK(y(0, 0) == 12);
  CHECK(y(0, 1) == 14);
  CHECK(y(0, 2) == 22);
  CHECK(y(0, 3) == 24);
  CHECK(y(1, 3) == 49);
  CHECK(y(0, 4) == 0);  // columns 0 to 1 and 1 to 2 of one row
  CHECK(y(0, 5) == -1);
  CHECK(y(0, 6) == -3);
  CHECK(y(1, 4) == -6);
  Array2 const as_is = study::pooled(std::vector<Array4>{small}, 4);
  CHECK(as_is.shape(1) == 6);
  for (std::size_t i = 0; i < 12; ++i) CHECK(as_is.data()[i] == small.data()[i]);
  CHECK_THROWS_AS(study::pooled(std::vector<Array4>{}, 2), Error);
  CHECK_THROWS_AS(study::pooled(layers, 0), Error);
  std::vector<Array4> const unlike{large, Array4::from_shape({1, 2, 1, 3})};
  CHECK_THROWS_AS(study::pooled(unlike, 2), Error);
}

TEST_CASE("standard features have mean 0 and deviation 1; the same everywhere, they are 0") {
  Array2 x = test::cloud(200, 4, 3, 5, 7);
  for (std::size_t i = 0; i < 200; ++i) x(i, 2) = 1234.5f;
  study::Standard const standard(x);
  Array2 const y = standard(x);
  for (std::size_t k = 0; k < 4; ++k) {
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < 200; ++i)
      mean += double(y(i, k)) / 200, square += double(y(i, k)) * y(i, k) / 200;
    CHECK(std::abs(mean) < 1e-5);
    CHECK(square == Approx(k == 2 ? 0 : 1).epsilon(1e-5));
  }
  CHECK_THROWS_AS(standard(test::cloud(3, 5, 1)), Error);
  CHECK_THROWS_AS(study::Standard(test::cloud(1, 5, 1)), Error);
}

TEST_CASE("a probe tells classes apart whatever their features' scale, and takes the C that does best") {
  auto set = [](std::size_t n, std::uint32_t seed) {
    study::Labelled s{test::classes(n, 6, seed, 3), test::labels_of(n, 3)};
    for (std::size_t i = 0; i < n; ++i) s.features(i, 1) *= 1e4f, s.features(i, 2) *= 1e-4f;
    return s;
  };
  auto const train = set(150, 21), validation = set(90, 22), test = set(300, 23);
  std::vector<double> const all{1e-3, 1e-1, 10};
  auto const probe = study::linear_probe(train, validation, 3, {.c = all});
  CHECK(probe.accuracy(test) > 0.6);
  CHECK(probe.validation == probe.accuracy(validation));
  double best = 0, of = 0;
  for (double const c : all) {
    double const there = study::linear_probe(train, validation, 3, {.c = {c}}).validation;
    if (there > best) best = there, of = c;
  }
  CHECK(probe.validation == best);
  CHECK(probe.c == of);
  CHECK(study::linear_probe(train, validation, 3, {.c = {1e-2}}).c == 1e-2);
  CHECK_THROWS_WITH_AS(study::linear_probe(train, validation, 3, {.c = {}}),
                       "a linear probe: there is no C to choose", Error);
}
