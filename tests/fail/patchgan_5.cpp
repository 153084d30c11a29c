// expect: PatchGAN<5>: no stack of its layers has a receptive field of 5; the nearest are 1 and 7
#include <agon/network.hpp>

using namespace agon;

using Net = PatchGAN<5>;
constexpr auto shape = output_shape<Net, Image<6, 256, 256>>;
