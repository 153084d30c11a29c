// Both stages of StackGAN's generator, 256x256: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<StackGANGenerator<>, Features<100>, Wire{"text", Features<1024>}>>(); }
