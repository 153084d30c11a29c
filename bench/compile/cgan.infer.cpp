// The conditional GAN's generator for MNIST: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<CGANGeneratorMNIST, Features<100>, Wire{"y", Features<10>}>>(); }
