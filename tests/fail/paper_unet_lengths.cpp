// expect: Paper::UNet: "CD512-C128": at character 11, the end: its layers are 2 and those of the encoder 3;
//   make them as many
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::UNet<"C64-C128-C512", "CD512-C128", 3>;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
