// expect: Paper::Generator: "c7s1-64,d128,u64": at character 14, "u64": the last layer makes the picture;
//   end with c7s1-k, k its channels
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Generator<"c7s1-64,d128,u64">;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
