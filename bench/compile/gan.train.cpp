// A training step of the first GAN on MNIST: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<GANGeneratorMNIST, GANDiscriminatorMNIST, nonsaturating, Features<100>, Adam>>(100);
}
