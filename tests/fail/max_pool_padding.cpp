// expect: layer 1 of 1, MaxPool<2,2,2>: window 2, stride 2, padding 2; window and stride must be at least
//   1, and padding at most half the window
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<MaxPool<2, 2, 2>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
