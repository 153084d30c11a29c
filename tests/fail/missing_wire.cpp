// expect: layer 3 of 4, With<y>: it reads a value "y" that nobody gave or named before; give the network an
//   input of that name, or put Let<"y"> before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Linear<8>, ReLU, With<"y">, Linear<1>>;
constexpr auto shape = output_shape<Net, Features<3>>;
