#pragma once
#include <algorithm>
#include <cstdint>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <agon/core/threads.hpp>
#include <agon/data/array.hpp>

/// Sets of samples as in tests/golden/metrics.py, and the numbers that it found for them.
namespace agon::test {

inline std::vector<double> expected_metric(std::string const& name) {
  std::ifstream file(std::string(AGON_TESTS_DIR) + "/golden/metrics.json");
  return nlohmann::json::parse(file).at(name).get<std::vector<double>>();
}

/// Checks each number against its own size, or against 1 if that is less.
inline void check_numbers(std::string const& name, std::vector<double> const& found, double tolerance) {
  std::vector<double> const expected = expected_metric(name);
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(name);
    CAPTURE(i);
    CHECK(std::abs(found[i] - expected[i]) <= tolerance * std::max(1.0, std::abs(expected[i])));
  }
}

/// A multiple of 2^-16 in [0, 1).
inline double uniform_at(std::size_t i, std::size_t j, std::uint32_t seed) {
  std::uint32_t h = std::uint32_t(i) * 0x9E3779B1u + std::uint32_t(j) * 0x85EBCA77u + seed * 0xC2B2AE3Du;
  h = (h ^ h >> 15) * 0x2C1B3C6Du;
  h = (h ^ h >> 12) * 0x297A2D39u;
  return double((h ^ h >> 15) >> 16) / 65536;
}

inline Array2 matrix(std::size_t samples, std::size_t width, auto const& at) {
  Array2 x = Array2::from_shape({samples, width});
  for (std::size_t i = 0; i < samples; ++i)
    for (std::size_t j = 0; j < width; ++j) x(i, j) = float(at(i, j));
  return x;
}

/// Sums of three: nearly normal, of deviation spread / 2.
inline double cloud_at(std::size_t i, std::size_t j, std::uint32_t seed) {
  double sum = -1.5;
  for (std::uint32_t k = 0; k < 3; ++k) sum += uniform_at(i, j, 3 * seed + k);
  return sum;
}
inline Array2 cloud(std::size_t samples, std::size_t width, std::uint32_t seed, double spread = 1,
                    double shift = 0) {
  return matrix(samples, width,
                [&](std::size_t i, std::size_t j) { return spread * cloud_at(i, j, seed) + shift; });
}

/// Clouds about as many places, which overlap; sample i is of class i % count.
inline Array2 classes(std::size_t samples, std::size_t width, std::uint32_t seed, std::size_t count) {
  return matrix(samples, width, [&](std::size_t i, std::size_t j) {
    return cloud_at(i, j, seed) + 0.25 * (double((i % count * 7 + j * 3) % 5) - 2);
  });
}
inline std::vector<std::int32_t> labels_of(std::size_t samples, std::size_t count) {
  std::vector<std::int32_t> labels(samples);
  for (std::size_t i = 0; i < samples; ++i) labels[i] = std::int32_t(i % count);
  return labels;
}

/// f() with one thread and with three.
inline void with_threads(auto const& f) {
#ifdef _OPENMP
  int const before = omp_get_max_threads();
  for (int threads : {1, 3}) {
    omp_set_num_threads(threads);
    f();
  }
  omp_set_num_threads(before);
#else
  f();
  f();
#endif
}
/// Whether f() is the same to the last bit.
inline bool same_on_any_threads(auto const& f) {
  std::vector<decltype(f())> found;
  with_threads([&] { found.push_back(f()); });
  return found[0] == found[1];
}

}  // namespace agon::test
