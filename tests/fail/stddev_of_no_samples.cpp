// expect: layer 1 of 1, MinibatchStddev<0>: groups of 0 samples; there must be at least 1 in each
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<MinibatchStddev<0>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
