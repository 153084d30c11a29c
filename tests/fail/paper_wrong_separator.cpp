// expect: Paper::Discriminator: "C64-C128,C256": at character 9, ",C256": expected "-" or the end
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Discriminator<"C64-C128,C256">;
constexpr auto shape = output_shape<Net, Image<6, 256, 256>>;
