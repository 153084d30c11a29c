// expect: layer 2 of 2, With<map>: the value "map" is 1x16x16 and cannot stand beside 8x8x8; give it the
//   same height and width, or make it a vector
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 4, 2>, With<"map">>;
constexpr auto shape = output_shape<Net, Image<3, 16, 16>, Wire{"map", Image<1, 16, 16>}>;
