// expect: layer 1 of 1, AvgPool<2,0,0>: window 2, stride 0, padding 0; window and stride must be at least 1
//   and padding at least 0
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<AvgPool<2, 0>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
