// A generator of CycleGAN's, nine blocks at 256x256: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<CycleGANGenerator<3>, Image<3, 256, 256>>>(); }
