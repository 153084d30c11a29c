#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/stylegan.hpp>

#include "support/both.hpp"

using namespace agon;

TEST_CASE("a small StyleGAN on both backends") {
  CHECK(test::check_both<StyleGANGenerator<8, 8>, Features<8>>("G") == 2);
  CHECK(test::check_both<StyleGANDiscriminator<8, 8>, Image<3, 8, 8>>("D") == 2);
}
