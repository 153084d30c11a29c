// expect: layer 2 of 2, Reshape<64,7,7>: its input of 1024 features holds 1024 numbers and 64x7x7 needs 3136;
//   make the sizes equal
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Linear<1024>, Reshape<64, 7, 7>>;
constexpr auto shape = output_shape<Net, Features<100>>;
