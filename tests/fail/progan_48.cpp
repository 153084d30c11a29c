// expect: layer 1 of 7, FromRGB<48>: it takes pictures of 48 pixels a side; take a power of two that is at
//   least 4
#include <agon/network.hpp>

using namespace agon;

using Net = ProGANDiscriminator<48>;
constexpr auto shape = output_shape<Net, Image<3, 48, 48>>;
