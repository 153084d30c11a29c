// A training step of SAGAN at 128x128, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<ConditionalStep<SAGANGenerator<>, SAGANDiscriminator<>, Hinge{}, Features<128>,
                      Wire{"y", Features<1>}>>(16);
}
