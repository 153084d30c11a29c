// expect: layer 2 of 3, From<h>: it reads a value "h" that nobody gave or named before; give the network an
//   input of that name, or put Let<"h"> before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Linear<8>, From<"h", Linear<2>>, Let<"h">>;
constexpr auto shape = output_shape<Net, Features<3>>;
