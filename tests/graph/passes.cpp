#include <doctest/doctest.h>
#include <string>

#include "support/machine.hpp"
#include "support/random_graph.hpp"

using namespace agon;

TEST_CASE("two thousand graphs written at random keep their meaning through all passes") {
  int refused = 0;
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    test::Sheet s;
    s.batch = {1 + seed % 3, 1 + seed / 3 % 3};
    test::RandomGraph const writer(s, seed);
    REQUIRE(s.g.fault.view() == "");
    bool good = true;
    try {
      good = test::keeps_meaning(s);
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
