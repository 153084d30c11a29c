// expect: layer 1 of 1, ColourNoise: it adds colours, and its input 1x28x28 has 1 channels; use it on 3
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<ColourNoise<>>;
constexpr auto shape = output_shape<Net, Image<1, 28, 28>>;
