// The first GAN's generator for MNIST: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<GANGeneratorMNIST, Features<100>>>(); }
