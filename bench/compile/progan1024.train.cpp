// A training step of a grown progressive GAN at 1024x1024, with the gradient of a gradient: what
// bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<ProGANGenerator<1024>, ProGANDiscriminator<1024>,
                      wasserstein + 10 * gradient_penalty + 0.001 * drift, Features<512>, Adam>>(4);
}
