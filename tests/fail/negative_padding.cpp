// expect: layer 1 of 1, ConvTranspose<8,3,1,-1>: kernel 3, stride 1, padding -1; kernel and stride must be at
//   least 1 and padding at least 0
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<ConvTranspose<8, 3, 1, -1>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
