#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <string>

#include "support/machine.hpp"
#include "support/random_graph.hpp"

using namespace agon;

/// The largest relative difference; not-a-number on both sides is none.
static double difference(std::vector<double> const& a, std::vector<double> const& b) {
  if (a.size() != b.size()) return 1e300;
  double most = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    double const d = std::abs(a[k] - b[k]) / (1 + std::abs(b[k]));
    if (!(d <= most)) most = std::isnan(d) ? 1e300 : d;
  }
  return most;
}

/// Runs a graph as it was written and as a program; both must give the same outputs and leave the same slots.
static bool agree(test::Sheet& s) {
  Drafted const d(s.g);
  s.run();
  test::Machine m(d, s.batch);
  m.key = s.key;
  m.scalar = s.scalar;
  m.slot = s.slot;
  for (std::size_t k = 0; k < d.input.size(); ++k) std::copy(s.input[k].begin(), s.input[k].end(), m.at(d.input[k].at));
  m.run();
  bool good = true;
  for (std::size_t k = 0; k < d.output.size(); ++k) {
    CAPTURE(k);
    bool const same = difference(m.read(d.output[k].at), s.value[std::size_t(s.g.output[k])]) < 1e-9;
    CHECK(same);
    good = good && same;
  }
  for (std::size_t k = 0; k < m.slot.size(); ++k) {
    CAPTURE(k);
    bool const same = difference(m.slot[k], s.after[k]) < 1e-9;
    CHECK(same);
    good = good && same;
  }
  return good;
}

TEST_CASE("two thousand graphs written at random keep their meaning through all passes") {
  int refused = 0;
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    test::Sheet s;
    s.batch = 1 + seed % 3;
    test::RandomGraph const writer(s, seed);
    REQUIRE(s.g.fault.view() == "");
    bool good = true;
    try {
      good = agree(s);
    } catch (char const* why) {
      CAPTURE(std::string(why));
      REQUIRE(std::string_view(why) == "update: an old version is read after it was replaced");
      ++refused;
    }
    REQUIRE(good);
  }
  MESSAGE("refused, for they read an old version: ", refused);
  CHECK(refused < 1000);
}
