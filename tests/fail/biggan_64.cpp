// expect: layer 3 of 3, None<64>: there is none for pictures of 64 pixels a side; take 128, 256 or, of
//   BigGAN, 512
#include <agon/network.hpp>

using namespace agon;

using Net = BigGANGenerator<64>;
constexpr auto shape = output_shape<Net, Features<120>, Wire{"y", Features<1>}>;
