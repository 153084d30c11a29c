// expect: layer 1 of 1, ZeroPad<1,-1,1,-1>: its padding is negative; it must be at least 0, and Crop takes
//   away
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<ZeroPad<1, -1>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
