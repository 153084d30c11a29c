// expect: layer 1 of 1, SameConvTranspose<8,3,0>: kernel 3, stride 0, padding 0; kernel and stride must be
//   at least 1 and padding at least 0
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<SameConvTranspose<8, 3, 0>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
