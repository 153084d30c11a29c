// BigGAN's networks for CIFAR-10 at a small width, forward and back on both backends.
#include <agon/net/biggan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

inline constexpr Wire label{"y", Features<1>};

TEST_CASE("the pair for CIFAR-10") {
  agree<BigGANGenerator32<1>, Features<6>, false, label>("G");
  agree<BigGANDiscriminator32<1>, Image<3, 32, 32>, false, label>("D");
}
