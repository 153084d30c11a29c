// expect: layer 12 of 12, NoBias<Conv<1,4,1,0>> of D: a 4x4 kernel does not fit its 512x1x1 input (padding
//   0); use a larger input, more padding or a smaller kernel
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

// G makes 28x28 pictures and D takes 64x64.
using Training =
    AdversarialStep<DCGANGenerator28<>, DCGANDiscriminator64<>, nonsaturating, Features<100>, Adam>;
constexpr auto calls = Compiled<Training>::program.counts.calls;
