// expect: layer 2 of 2, LeakyReLU<-0.2>: its slope is -0.2; it must be at least 0
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<Conv<8, 3>, LeakyReLU<-0.2>>;
constexpr auto shape = output_shape<Net, Image<3, 8, 8>>;
