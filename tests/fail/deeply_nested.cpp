// expect: layer 1 of 1, Conv<0,3,1,1>, inside layer 1 of 1, Skip, inside 2 more, inside layer 1 of 1,
//   Residual: 0 filters; there must be at least 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Residual<Skip<Residual<Skip<Conv<0, 3>>>>>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
