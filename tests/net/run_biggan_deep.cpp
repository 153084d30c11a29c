// BigGAN-deep's discriminator at a small width, forward and back on both backends.
#include <agon/net/biggan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

inline constexpr Wire label{"y", Features<1>};

TEST_CASE("BigGAN-deep") {
  agree<BigGANDeepDiscriminator<128, 32, 4, 10>, Image<3, 128, 128>, false, label>("D");
}
