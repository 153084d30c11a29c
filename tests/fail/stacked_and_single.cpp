// expect: layer 1 of 1, With<y>: cannot concatenate 3x4x4 of 2N samples and 5x4x4 along the channels; give
//   both the same height, width and batch
#include <agon/network.hpp>

using namespace agon;

constexpr auto shape = output_shape<Seq<With<"y">>, Image<3, 4, 4>.samples(2), Wire{"y", Image<5, 4, 4>}>;
