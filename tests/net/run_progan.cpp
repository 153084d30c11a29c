#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/progan.hpp>

#include "support/both.hpp"

using namespace agon;

TEST_CASE("a progressive GAN grows from 8x8 to 16x16 pixels, forward and backward, on both backends") {
  test::check_both<GrowingProGANGenerator<16, 8>, Features<8>>("G");
  test::check_both<GrowingProGANDiscriminator<16, 8>, Image<3, 16, 16>>("D");
}
