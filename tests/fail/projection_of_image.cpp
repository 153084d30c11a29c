// expect: layer 2 of 2, Projection<y,10>: it takes features and its input is 8x4x4; put Flatten before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, Projection<"y", 10>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>, Wire{"y", Features<1>}>;
