// A training step of BigGAN at 128x128, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<ConditionalStep<BigGANGenerator<128>, BigGANDiscriminator<128>, Hinge{}, Features<120>,
                      Wire{"y", Features<1>}>>(16);
}
