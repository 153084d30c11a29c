// expect: layer 2 of 2, InstanceNorm: it normalises the pixels of each channel, and its input 8 features
//   has one pixel; use it on larger images
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Linear<8>, InstanceNorm>;
constexpr auto shape = output_shape<Net, Features<3>>;
