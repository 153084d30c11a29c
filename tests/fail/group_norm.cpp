// expect: layer 2 of 2, GroupNorm<4>: 4 groups do not divide 10 channels; choose a number that does
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<10, 3>, GroupNorm<4>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
