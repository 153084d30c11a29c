// expect: layer 2 of 2, Parts<2>: 2 equal parts cannot be made of 9 channels; choose a number that divides
//   them
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<9, 3>, Parts<2, ReLU>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
