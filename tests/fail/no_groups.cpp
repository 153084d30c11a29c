// expect: layer 1 of 1, GroupConv<16,0,3,1,1>: 0 groups; there must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<GroupConv<16, 0, 3>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
