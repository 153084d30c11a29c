// expect: layer 1 of 4, Conv<50,5,1,0>, inside layer 3 of 5, Shared<discriminator>: a 5x5 kernel does not
//   fit its 20x2x2 input (padding 0); use a larger input, more padding or a smaller kernel
#include <agon/network.hpp>

using namespace agon;

using Net = CoGANDiscriminatorDigits;
constexpr auto shape = output_shape<Net, Image<1, 8, 8>>;
