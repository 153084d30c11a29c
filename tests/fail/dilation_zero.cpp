// expect: layer 1 of 1, DilatedConv<8,3,0,1,0>: dilation 0; it must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<DilatedConv<8, 3, 0>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
