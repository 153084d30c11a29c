// expect: layer 2 of 2, ReflectPad<4,4,4,4>: its reflection of 4 pixels needs a larger image than 8x4x4;
//   pad less
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, ReflectPad<4>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
