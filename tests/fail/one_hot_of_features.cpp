// expect: layer 1 of 1, OneHot<10>: it turns one whole number a sample into 10 features, and its input is 3
//   features; give it labels
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<OneHot<10>>;
constexpr auto shape = output_shape<Net, Features<3>>;
