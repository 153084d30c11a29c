// A training step of BigGAN-deep at 128x128, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<ConditionalStep<BigGANDeepGenerator<128>, BigGANDeepDiscriminator<128>, Hinge{}, Features<128>,
                      Wire{"y", Features<1>}>>(16);
}
