// expect: layer 2 of 2, Linear<4>, inside layer 1 of 1, Named<inner>, inside layer 2 of 2, Skip: it takes
//   features and its input is 8x8x8; put Flatten before it
#include <agon/network.hpp>

using namespace agon;

using Net = Named<"net", Seq<Conv<8, 3>, Skip<Named<"inner", Residual<ReLU, Linear<4>>>>>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
