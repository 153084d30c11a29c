// expect: Paper::Generator: "c7s1-64,d128,R256x6,u64,c7s1-3": at character 14, "R256x6": a residual block
//   keeps the 128 channels of its input; write R128
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Generator<"c7s1-64,d128,R256x6,u64,c7s1-3">;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
