// expect: Paper::EncoderDecoder: "CD512-C128-C64": at character 15, the end: its layers are 3, and with the
//   one to the picture 4; the encoder has 3, make them as many
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::EncoderDecoder<"C64-C128-C256", "CD512-C128-C64", 3>;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
