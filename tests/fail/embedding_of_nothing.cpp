// expect: layer 1 of 1, Embedding<0,8>: 0 classes of 8 features; there must be at least 1 of both
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Embedding<0, 8>>;
constexpr auto shape = output_shape<Net, Features<1>>;
