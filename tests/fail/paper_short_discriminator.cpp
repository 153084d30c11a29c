// expect: Paper::Discriminator: "C64": at character 1, "C64": a discriminator has at least two layers; add
//   "-Ck"
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Discriminator<"C64">;
constexpr auto shape = output_shape<Net, Image<6, 256, 256>>;
