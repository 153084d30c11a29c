// A training step of StyleGAN at 1024x1024, with R1: the gradient of a gradient: what bench/compile_time.sh
// compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<StyleGANGenerator<1024>, StyleGANDiscriminator<1024>, nonsaturating + 5 * R1{},
                      Features<512>, Adam>>(4);
}
