// AlexNet, two towers at 224x224, 1000 classes: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<Forward<AlexNet<>, Image<3, 224, 224>>>(); }
