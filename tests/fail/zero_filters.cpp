// expect: layer 1 of 2, Conv<0,3,1,1>: 0 filters; there must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<0, 3>, ReLU>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
