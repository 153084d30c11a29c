// expect: layer 2 of 2, Reshape<4,4,4>: its input of 100 features holds 100 numbers and 4x4x4 needs 64;
//   make the sizes equal
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Linear<100>, Reshape<4, 4, 4>>;
constexpr auto shape = output_shape<Net, Features<3>>;
