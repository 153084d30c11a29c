// expect: UNet<3,64,1>: the depth is 1; it must be at least 2
#include <agon/network.hpp>

using namespace agon;

using Net = UNet<3, 64, 1>;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
