// expect: two parameters are called a.weight; tell their layers apart by Named
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Named<"a", Conv<8, 3>>, ReLU, Named<"a", Conv<8, 3>>>;
constexpr auto shape = output_shape<Net, Image<8, 8, 8>>;
