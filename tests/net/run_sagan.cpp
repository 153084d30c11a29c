#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/sagan.hpp>

#include "support/both.hpp"

using namespace agon;

inline constexpr Wire label{"y", Features<1>};

TEST_CASE("a small SAGAN on both backends") {
  CHECK(test::check_both<SAGANGenerator<32, 2, 3>, Features<6>, label>("G") == 0);
  CHECK(test::check_both<SAGANDiscriminator<32, 4, 3>, Image<3, 128, 128>, label>("D") == 0);
}
