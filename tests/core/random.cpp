#include <doctest/doctest.h>
#include <set>
#include <vector>

#include <agon/core/random.hpp>

using namespace agon;
using Words = std::array<std::uint32_t, 4>;

// The known answers that Random123 1.14 publishes (tests/kat_vectors, philox4x32 of 10 rounds).
static_assert(philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
              Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
              Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

// FNV-1a of the empty string, "a" and "foobar" (Fowler, Noll and Vo's own test vectors).
static_assert(stream_of("") == 0x811c9dc5);
static_assert(stream_of("a") == 0xe40c292c);
static_assert(stream_of("foobar") == 0xbf9cf968);

// What makes a draw: element, sample, step and stream count, the seed is the key.
static_assert(draw({0x299f31d0a4093822, 0x13198a2e}, 0x03707344, 0x85a308d3, 0x243f6a88) ==
              Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

static_assert(uniform({0, 0, 0, 0}) == 0);
static_assert(uniform({0xffffffff, 0, 0, 0}) == 1 - 0x1p-24);

struct Sample {
  double mean = 0, variance = 0, skewness = 0, kurtosis = 0, least = 1e9, largest = -1e9;
};
static Sample sample(int n, auto const& next) {
  std::vector<double> x;
  for (int k = 0; k < n; ++k) x.push_back(next(std::uint32_t(k)));
  Sample s;
  for (double v : x) {
    s.mean += v / n;
    s.least = std::min(s.least, v);
    s.largest = std::max(s.largest, v);
  }
  for (double v : x) s.variance += (v - s.mean) * (v - s.mean) / n;
  for (double v : x) s.skewness += std::pow((v - s.mean) / std::sqrt(s.variance), 3) / n;
  for (double v : x) s.kurtosis += std::pow((v - s.mean) / std::sqrt(s.variance), 4) / n;
  return s;
}

// Bounds are five standard errors at a million draws.
TEST_CASE("uniform: moments") {
  Sample const s = sample(1'000'000, [](std::uint32_t k) {
    return uniform(draw({1, 0}, 2, k / 1000, k % 1000));
  });
  CHECK(std::abs(s.mean - 0.5) < 0.0015);
  CHECK(std::abs(s.variance - 1.0 / 12) < 0.0004);
  CHECK(s.least >= 0);
  CHECK(s.largest < 1);
  CHECK(s.least < 1e-4);
  CHECK(s.largest > 1 - 1e-4);
}

TEST_CASE("normal: moments") {
  Sample const s = sample(1'000'000, [](std::uint32_t k) {
    return normal(draw({1, 0}, 2, k / 1000, k % 1000));
  });
  CHECK(std::abs(s.mean) < 0.005);
  CHECK(std::abs(s.variance - 1) < 0.007);
  CHECK(std::abs(s.skewness) < 0.0125);
  CHECK(std::abs(s.kurtosis - 3) < 0.025);
  CHECK(s.largest > 4);
}

TEST_CASE("normal: never infinite, never beyond 6") {
  CHECK(normal({0, 0, 0, 0}) == doctest::Approx(std::sqrt(2 * 25 * std::log(2))));  // u = 2^-25
  CHECK(normal({0, 0, 0, 0}) < 6);
  CHECK(std::abs(normal({0xffffffff, 0x80000000, 0, 0})) < 1e-3);
}

/// The correlation of n uniform draws a(k) and b(k).
static double correlation(int n, auto const& a, auto const& b) {
  double r = 0;
  for (int k = 0; k < n; ++k)
    r += (uniform(a(std::uint32_t(k))) - 0.5) * (uniform(b(std::uint32_t(k))) - 0.5) * 12 / n;
  return std::abs(r);
}

TEST_CASE("names, samples, steps, seeds and neighbours are independent") {
  int const n = 100'000;  // standard error 0.0032
  auto at = [](RandomKey key, char const* name, std::uint32_t sample) {
    return [=](std::uint32_t k) { return draw(key, stream_of(name), sample, k); };
  };
  auto const one = at({1, 5}, "G.0@0", 0);
  CHECK(correlation(n, one, at({1, 5}, "G.0@1", 0)) < 0.016);
  CHECK(correlation(n, one, at({1, 5}, "G.1@0", 0)) < 0.016);
  CHECK(correlation(n, one, at({1, 5}, "G.0@0", 1)) < 0.016);
  CHECK(correlation(n, one, at({1, 6}, "G.0@0", 0)) < 0.016);
  CHECK(correlation(n, one, at({2, 5}, "G.0@0", 0)) < 0.016);
  CHECK(correlation(n, one, at({1ull << 32 | 1, 5}, "G.0@0", 0)) < 0.016);
  CHECK(correlation(n, one, [&](std::uint32_t k) { return one(k + 1); }) < 0.016);
  CHECK(correlation(n, one, one) > 0.9);
}

TEST_CASE("no two draws of a step are the same") {
  std::set<Words> seen;
  for (std::uint32_t stream : {1u, 2u, 3u})
    for (std::uint32_t sample = 0; sample < 20; ++sample)
      for (std::uint32_t element = 0; element < 100; ++element)
        seen.insert(draw({1, 0}, stream, sample, element));
  CHECK(seen.size() == 3 * 20 * 100);
}
