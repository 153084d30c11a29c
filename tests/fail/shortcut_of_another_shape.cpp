// expect: layer 1 of 1, ResidualWith: its layers turn 3x8x8 into 8x4x4 and its shortcut into 8x8x8; make
//   the two equal
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<ResidualWith<Conv<8, 1>, Conv<8, 3, 2>>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
