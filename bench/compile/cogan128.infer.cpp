// A generator of CoGAN's pair, faces at 128x128: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<CoGANGeneratorFaces<>, Features<100>>>(); }
