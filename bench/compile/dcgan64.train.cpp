// A training step of DCGAN at 64x64: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<DCGANGenerator64<>, DCGANDiscriminator64<>, nonsaturating, Features<100>, Adam>>(64);
}
