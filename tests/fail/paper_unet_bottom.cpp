// expect: Paper::UNet: "CD512-C512-C128": at character 1, "CD512": the first layer reads the 256 channels
//   in which the encoder ends; write CD256
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::UNet<"C64-C128-C256", "CD512-C512-C128", 3>;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
