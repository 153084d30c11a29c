#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/stackgan.hpp>

#include "support/both.hpp"

using namespace agon;

inline constexpr Wire phi{"text", Features<12>};

TEST_CASE("small networks of StackGAN's first stage on both backends") {
  CHECK(test::check_both<StackGANGenerator64<4>, Features<10>, phi>("G") == 0);
  CHECK(test::check_both<StackGANDiscriminator64<4>, Image<3, 64, 64>, phi>("D") == 0);
}
