// expect: layer 1 of 1, Embedding<10,8>: it takes one whole number a sample and its input is 4 features;
//   give it labels
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Embedding<10, 8>>;
constexpr auto shape = output_shape<Net, Features<4>>;
