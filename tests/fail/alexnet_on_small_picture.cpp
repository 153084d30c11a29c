// expect: layer 16 of 24, MaxPool<3,2,0>: a 3x3 window does not fit its 256x2x2 input (padding 0); use a
//   larger input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = AlexNet<>;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
