// expect: layer 2 of 2, AdaIN<w>: it reads a value "w" that nobody gave or named before; give the network
//   an input of that name, or put Let<"w"> before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, AdaIN<"w">>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
