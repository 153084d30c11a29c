// expect: layer 3 of 3, Linear<1>: it takes features and its input is 64x16x16; put Flatten before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<64, 4, 2>, LeakyReLU<0.2>, Linear<1>>;
constexpr auto shape = output_shape<Net, Image<3, 32, 32>>;
