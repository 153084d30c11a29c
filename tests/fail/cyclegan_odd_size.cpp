// expect: CycleGANGenerator<3,64,9>: it halves its input 2 times, and that is 3x254x254; make height and
//   width multiples of 4
#include <agon/network.hpp>

using namespace agon;

using Net = CycleGANGenerator<3>;
constexpr auto shape = output_shape<Net, Image<3, 254, 254>>;
