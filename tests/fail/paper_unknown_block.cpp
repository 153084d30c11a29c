// expect: Paper::Generator: "c7s1-64,d128,r128x6,u64,c7s1-3": at character 14, "r128x6": expected c7s1-k,
//   dk, Rk, Rkxn or uk, with numbers for k and n
#include <agon/network.hpp>

using namespace agon;

using Net = Paper::Generator<"c7s1-64,d128,r128x6,u64,c7s1-3">;
constexpr auto shape = output_shape<Net, Image<3, 64, 64>>;
