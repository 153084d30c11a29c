// expect: layer 2 of 2, PaperSelfAttention: it needs a multiple of 8 channels and its input is 12x7x8; put
//   it where they are
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<12, 3>, PaperSelfAttention>;
constexpr auto shape = output_shape<Net, Image<3, 7, 8>>;
