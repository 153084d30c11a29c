// A training step of a grown progressive GAN at 1024x1024, with the gradient of a gradient: what
// bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<PenaltyStep<ProGANGenerator<1024>, ProGANDiscriminator<1024>, Wasserstein{} + 0.001 * Drift{},
                  Features<512>>>(4);
}
