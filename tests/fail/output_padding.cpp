// expect: layer 1 of 1, ConvTranspose<8,3,2,1,2>: an output padding of 2 with stride 2; it must be less
//   than the stride
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<ConvTranspose<8, 3, 2, 1, 2>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
