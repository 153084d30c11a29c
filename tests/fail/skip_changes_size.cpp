// expect: layer 2 of 3, Skip: its layers turn 8x9x9 into 8x8x8, which cannot stand beside it; make them keep
//   height and width
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, Skip<Conv<8, 4, 2>, ConvTranspose<8, 4, 2>>, Tanh>;
constexpr auto shape = output_shape<Net, Image<3, 9, 9>>;
