// expect: UNet<3,64,8>: it halves its input 8 times, and that is 3x200x200; make height and width multiples
//   of 256
#include <agon/network.hpp>

using namespace agon;

using Net = UNet<3, 64, 8>;
constexpr auto shape = output_shape<Net, Image<3, 200, 200>>;
