// A training step of BigGAN at 128x128, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<BigGANGenerator<128>, BigGANDiscriminator<128>, hinge, Features<120>, Adam, Phase::both,
                      Condition{.classes = 1000, .form = Condition::Form::index}>>(16);
}
