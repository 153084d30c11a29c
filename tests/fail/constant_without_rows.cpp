// expect: layer 1 of 1, LearnedConstant<8,0,4>: an image of 8x0x4; no side may be less than 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<LearnedConstant<8, 0, 4>>;
constexpr auto shape = output_shape<Net, Features<3>>;
