// expect: layer 1 of 1, LocalResponseNorm<4>: it sums over 4 channels; take an odd number, for as many on
//   both sides
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<LocalResponseNorm<4>>;
constexpr auto shape = output_shape<Net, Image<8, 4, 4>>;
