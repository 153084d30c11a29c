// WGAN's generator at 64x64: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<WGANGenerator64<>, Features<100>>>(); }
