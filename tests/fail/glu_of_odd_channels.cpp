// expect: layer 2 of 2, GLU: it gates one half of the channels by the other, and there are 7; make their
//   number even
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<7, 3>, GLU>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>>;
