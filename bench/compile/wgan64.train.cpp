// A training step of WGAN at 64x64, with the critic's weights clipped: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<WGANGenerator64<>, WGANCritic64<>, wasserstein + weight_clipping<0.01>, Features<100>,
                      Adam>>(64);
}
