// expect: Paper::Encoder: "C64-CD128": at character 5, "CD128": dropout, CDk, is of decoders; write C128
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Encoder<"C64-CD128">;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
