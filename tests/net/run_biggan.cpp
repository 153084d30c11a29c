#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/net/biggan.hpp>

#include "support/both.hpp"

using namespace agon;

inline constexpr Wire label{"y", Features<1>};

TEST_CASE("a small BigGAN on both backends") {
  CHECK(test::check_both<BigGANGenerator<128, 32, 2, 3>, Features<120>, label>("G") == 0);
}
TEST_CASE("a small pair for CIFAR-10 on both backends") {
  CHECK(test::check_both<BigGANGenerator32<1, 3>, Features<6>, label>("G") == 0);
  CHECK(test::check_both<BigGANDiscriminator32<1, 3>, Image<3, 32, 32>, label>("D") == 0);
}
