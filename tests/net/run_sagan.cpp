// SAGAN at a small width, forward and back on both backends.
#include <agon/net/sagan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

inline constexpr Wire label{"y", Features<1>};

TEST_CASE("SAGAN") {
  agree<SAGANGenerator<32, 2, 10>, Features<6>, false, label>("G");
  agree<SAGANDiscriminator<32, 4, 10>, Image<3, 128, 128>, false, label>("D");
}
