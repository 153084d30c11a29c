// A training step of the Domain Transfer Network, digits at 32x32: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<DTNStep<DTNFeatures<>, DTNDecoder<>, DTNDiscriminator<>, dtn::digits, Image<3, 32, 32>, Adam>>(128);
}
