// expect: layer 1 of 1, SameConv<0,3,2>: 0 filters; there must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<SameConv<0, 3, 2>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
