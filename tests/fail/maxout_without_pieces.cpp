// expect: layer 1 of 1, Maxout<8,0>: 8 units of 0 pieces; there must be at least 1 of both
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Maxout<8, 0>>;
constexpr auto shape = output_shape<Net, Features<3>>;
