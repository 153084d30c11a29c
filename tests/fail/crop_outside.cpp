// expect: layer 2 of 2, Crop<9,9,0,0>: 9 rows and 9 columns from (0, 0) on are asked of 8x8x8; ask for a
//   part that lies inside
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<SameConvTranspose<8, 5, 2>, Crop<9, 9>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
