#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/stackgan.hpp>

#include "support/both.hpp"

using namespace agon;

inline constexpr Wire phi{"text", Features<12>};

TEST_CASE("small networks of StackGAN's second stage on both backends") {
  CHECK(test::check_both<StackGANGenerator256<4>, Image<3, 16, 16>, phi>("G") == 0);
  CHECK(test::check_both<StackGANDiscriminator256<1>, Image<3, 256, 256>, phi>("D") == 0);
}
