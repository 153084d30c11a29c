// expect: layer 1 of 2, ConvTranspose<8,4,2,2>: padding 2 takes away the whole result of a 4x4 kernel on
//   3x1x1; use less padding or a larger kernel
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<ConvTranspose<8, 4, 2, 2>, Tanh>;
constexpr auto shape = output_shape<Net, Image<3, 1, 1>>;
