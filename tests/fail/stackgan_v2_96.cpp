// expect: StackGANv2Discriminator<96>: the tree has pictures of 64, 128 and 256 pixels; choose one of them
#include <agon/network.hpp>

using namespace agon;

using Net = StackGANv2Discriminator<96>;
constexpr auto shape = output_shape<Net, Image<3, 96, 96>, Wire{"mu", Features<128>}>;
