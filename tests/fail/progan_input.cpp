// expect: layer 1 of 7, FromRGB<64>: it takes pictures of 64 pixels a side and its input is 3x32x32; make the
//   two
//   equal
#include <agon/network.hpp>

using namespace agon;

using Net = ProGANDiscriminator<64>;
constexpr auto shape = output_shape<Net, Image<3, 32, 32>>;
