// expect: layer 7 of 8, ToRGB<48>: it makes pictures of 48 pixels a side; take a power of two that is at
//   least 4
#include <agon/network.hpp>

using namespace agon;

using Net = ProGANGenerator<48>;
constexpr auto shape = output_shape<Net, Features<512>>;
