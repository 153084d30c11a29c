// expect: layer 2 of 2, SelfAttention: it needs a multiple of 8 channels and even sides, and its input is
//   16x7x8; put it where they are
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<16, 3>, SelfAttention>;
constexpr auto shape = output_shape<Net, Image<3, 7, 8>>;
