// expect: Entry<y>: it takes one of some features and its input is 3x4x4; put Flatten before it
#include <agon/network.hpp>

using namespace agon;

constexpr auto shape = output_shape<Seq<Conv<3, 3>, Entry<"y">>, Image<3, 4, 4>, Wire{"y", Features<1>}>;
