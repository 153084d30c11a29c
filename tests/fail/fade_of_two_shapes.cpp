// expect: layer 1 of 1, Fade<fade>: it fades from 4x4x4 to 3x4x4; give both the same shape
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Fade<"fade", Conv<3, 1>, Conv<4, 1>>>;
constexpr auto shape = output_shape<Net, Image<8, 4, 4>>;
