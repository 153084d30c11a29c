// A training step of the conditional GAN on MNIST: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<ConditionalStep<CGANGeneratorMNIST, CGANDiscriminatorMNIST, nonsaturating, Features<100>,
                      Wire{"y", Features<10>}>>(100);
}
