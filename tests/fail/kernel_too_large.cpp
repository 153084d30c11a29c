// expect: layer 2 of 2, Conv<1,7,1,0>: a 7x7 kernel does not fit its 8x4x4 input (padding 0); use a larger
//   input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3, 2>, Conv<1, 7, 1, 0>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
