// BigGAN at a small width, forward and back on both backends.
#include <agon/net/biggan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

inline constexpr Wire label{"y", Features<1>};

// Five samples: among the numbers of four one ReLU's input is so near to zero that it has no side.
TEST_CASE("BigGAN") { agree<BigGANGenerator<128, 32, 2, 10>, Features<120>, false, label>("G", 1e-3, 5); }
