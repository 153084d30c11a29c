// expect: layer 1 of 1, WindowConv<8,1x9>: a 1x9 kernel does not fit its 3x8x4 input (padding 0 and 2); use
//   a larger input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<WindowConv<8, Window{Axis{1, 1, 0}, Axis{9, 1, 2}}>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 4>>;
