// expect: layer 2 of 2, AdaIN<w>: it takes features and its input is 8x4x4; put Flatten before it
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, AdaIN<"w">>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>, Wire{"w", Image<8, 4, 4>}>;
