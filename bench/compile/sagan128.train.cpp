// A training step of SAGAN at 128x128, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() {
  run<AdversarialStep<SAGANGenerator<>, SAGANDiscriminator<>, hinge, Features<128>, Adam, Phase::both,
                      Condition{.classes = 1000, .form = Condition::Form::index}>>(16);
}
