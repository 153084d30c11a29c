// expect: PatchGAN<69>: no stack of its layers has a receptive field of 69; the nearest are 34 and 70
#include <agon/network.hpp>

using namespace agon;

constexpr int rows = receptive_field<PatchGAN<69>>;
