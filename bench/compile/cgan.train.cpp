// A training step of the conditional GAN on MNIST: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<CGANGeneratorMNIST, CGANDiscriminatorMNIST, nonsaturating, Features<100>, Adam,
                      Phase::both, Condition{.classes = 10}>>(100);
}
