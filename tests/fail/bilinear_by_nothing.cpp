// expect: layer 1 of 1, UpsampleBilinear<0>: factor 0; it must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<UpsampleBilinear<0>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
