// expect: PatchGAN<100>: no stack of its layers has a receptive field of 100; the nearest are 70 and 142
#include <agon/network.hpp>

using namespace agon;

using Net = PatchGAN<100>;
constexpr auto shape = output_shape<Net, Image<6, 256, 256>>;
