// expect: layer 2 of 2, Maxout<4,2>: it takes features and its input is 8x8x8; put Flatten before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, Maxout<4, 2>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
