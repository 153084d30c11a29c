// expect: PatchGAN<60>: no stack of its layers has a receptive field of 60; the nearest are 34 and 70
#include <agon/network.hpp>

using namespace agon;

using Net = PatchGAN<60>;
constexpr auto shape = output_shape<Net, Image<6, 256, 256>>;
