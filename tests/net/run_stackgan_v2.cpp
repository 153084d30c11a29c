#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/stackgan.hpp>

#include "support/both.hpp"

using namespace agon;

TEST_CASE("small trees of StackGAN's second version on both backends") {
  CHECK(test::check_both<StackGANv2Generator<4>, Features<10>, Wire{"text", Features<12>}>("G") == 0);
  CHECK(test::check_both<StackGANv2Discriminator<128, 2>, Image<3, 128, 128>, Wire{"mu", Features<5>}>("D") ==
        0);
}
