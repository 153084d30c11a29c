// expect: layer 2 of 2, Masked<mask>: the mask "mask" is 4 features and what it masks is 8x8x8; give it a
// number
//   for each of the 8 channels
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 4, 2>, Masked<"mask">, Conv<1, 3>>;
constexpr auto shape = output_shape<Net, Image<3, 16, 16>, Wire{"mask", Features<4>}>;
