// A progressive GAN's generator at 1024x1024: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<ProGANGenerator<1024>, Features<512>>>(); }
