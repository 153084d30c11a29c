// expect: layer 2 of 2, Linear<0>: 0 features; there must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Linear<10>, Linear<0>>;
constexpr auto shape = output_shape<Net, Features<5>>;
