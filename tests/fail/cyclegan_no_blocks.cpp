// expect: CycleGANGenerator<3,64,0>: 0 blocks; there must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = CycleGANGenerator<3, 64, 0>;
constexpr auto shape = output_shape<Net, Image<3, 128, 128>>;
