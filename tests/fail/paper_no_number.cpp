// expect: layer 2 of 2, Paper::Decoder: "CD512-C": at character 8, the end: expected a number from 1 to
//   65536
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Tanh, Paper::Decoder<"CD512-C">>;
constexpr auto shape = output_shape<Net, Image<512, 1, 1>>;
