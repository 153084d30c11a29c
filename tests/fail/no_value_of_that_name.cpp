// expect: it has no value "g"; put Let<"g"> where it is made
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Let<"h", Linear<8>>, Linear<1>>;
constexpr auto shape = shape_at<"g", Net, Features<3>>;
