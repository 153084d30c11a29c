// A training step of WGAN-GP, residual networks at 64x64, with the gradient of a gradient: what
// bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<WGANGPGenerator64<>, WGANGPCritic64<>, wasserstein + 10 * gradient_penalty,
                      Features<128>, Adam>>(64);
}
