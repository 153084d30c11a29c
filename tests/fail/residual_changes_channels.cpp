// expect: layer 1 of 2, Residual: its layers turn 16x8x8 into 32x8x8, which cannot be added to it; make them
//   keep the shape
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Residual<Conv<32, 3>, ReLU>, Tanh>;
constexpr auto shape = output_shape<Net, Image<16, 8, 8>>;
