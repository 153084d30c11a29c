// The Domain Transfer Network's generator, digits at 32x32: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

using Generator = Seq<DTNFeatures<>, DTNDecoder<>>;
int main() { run<Forward<Generator, Image<3, 32, 32>>>(); }
