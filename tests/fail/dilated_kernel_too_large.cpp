// expect: layer 1 of 1, DilatedConv<8,5,3,1,0>: a 13x13 kernel does not fit its 3x8x8 input (padding 0);
//   use a larger input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<DilatedConv<8, 5, 3, 1, 0>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
