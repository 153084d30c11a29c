// expect: Paper::UNet: "CD256-C128-C128": at character 7, "C128": the skip alone brings 128 channels, and
//   the layer before adds its own; write more than 128
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::UNet<"C64-C128-C256", "CD256-C128-C128", 3>;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
