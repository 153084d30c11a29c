// expect: layer 3 of 3, Conv<1,9,1,0> of net: a 9x9 kernel does not fit its 64x4x4 input (padding 0);
//   use a larger input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<64, 4, 2>, LeakyReLU<0.2>, Conv<1, 9, 1, 0>>;

constexpr Shape shape = output_shape<Net, Image<3, 8, 8>>;
