// BigGAN-deep's generator at 128x128, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<BigGANDeepGenerator<128>, Features<128>, Wire{"y", Features<1>}>>(); }
