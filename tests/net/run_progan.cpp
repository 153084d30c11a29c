// Progressive networks at a small width, forward and back on both backends.
#include <agon/net/progan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

TEST_CASE("a progressive GAN while 16x16 fades in") {
  agree<GrowingProGANGenerator<16, 8>, Features<8>>("G");
  agree<GrowingProGANDiscriminator<16, 8>, Image<3, 16, 16>>("D");
}
TEST_CASE("a progressive GAN of classes") {
  agree<ProGANGenerator<8, 8, 10>, Features<8>, false, Wire{"y", Features<1>}>("G");
  agree<ProGANDiscriminator<8, 8, 10>, Image<3, 8, 8>>("D");
}
