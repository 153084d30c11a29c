// expect: layer 2 of 2, GroupConv<16,8,3,1,1>: 8 groups do not divide 12 channels and 16 filters; choose a
//   number that divides both
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<12, 3>, GroupConv<16, 8, 3>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
