// StackGAN's networks at a small width, forward and back on both backends.
#include <agon/net/stackgan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

inline constexpr Wire text_features{"text", Features<12>};

TEST_CASE("stage I") {
  agree<StackGANGenerator64<4>, Features<10>, false, text_features>("G");
  agree<StackGANDiscriminator64<4>, Image<3, 64, 64>, false, text_features>("D");
}
TEST_CASE("stage II") { agree<StackGANGenerator256<4>, Image<3, 16, 16>, false, text_features>("G"); }
