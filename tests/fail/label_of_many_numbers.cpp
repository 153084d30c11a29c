// expect: layer 2 of 2, ConditionalBatchNorm<y,10>: it takes one whole number a sample and its input is 10
//   features; give it labels
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, ConditionalBatchNorm<"y", 10>>;
constexpr auto shape = output_shape<Net, Image<3, 4, 4>, Wire{"y", Features<10>}>;
