// The networks of StackGAN's second version at a small width, forward and back on both backends.
#include <agon/net/stackgan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

TEST_CASE("the tree") {
  agree<StackGANv2Generator<4>, Features<10>, false, Wire{"text", Features<12>}>("G", 1e-3, 2);
  agree<StackGANv2Discriminator<128, 2>, Image<3, 128, 128>, false, Wire{"mu", Features<5>}>("D", 1e-3, 2);
}
