// StyleGAN at a small width, forward and back on both backends.
#include <agon/net/stylegan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

TEST_CASE("StyleGAN") {
  agree<StyleGANGenerator<8, 8>, Features<8>>("G");
  agree<StyleGANDiscriminator<8, 8>, Image<3, 8, 8>>("D");
}
TEST_CASE("StyleGAN of classes") {
  agree<StyleGANGenerator<8, 8, 10>, Features<8>, false, Wire{"y", Features<1>}>("G");
  agree<StyleGANDiscriminator<8, 8, 10>, Image<3, 8, 8>, false, Wire{"y", Features<1>}>("D");
}
