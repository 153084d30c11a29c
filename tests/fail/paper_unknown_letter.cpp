// expect: Paper::Encoder: "C64-X128": at character 5, "X128": expected Ck, with a number of channels for k
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Encoder<"C64-X128">;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
