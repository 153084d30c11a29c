// expect: layer 2 of 2, MaxPool<5,5,0>: a 5x5 window does not fit its 8x4x4 input (padding 0); use a larger
//   input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, MaxPool<5>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
