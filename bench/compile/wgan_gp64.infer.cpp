// WGAN-GP's residual generator at 64x64: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<WGANGPGenerator64<>, Features<128>>>(); }
