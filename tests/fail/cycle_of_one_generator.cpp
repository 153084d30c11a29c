// expect: cycle_consistency: it reads a value "F(fake)" that this system does not give; take a system that
//   does, or set it in Symbols::values
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

using Training = AdversarialStep<DCGANGenerator28<>, DCGANDiscriminator28<>, lsgan + 10 * cycle_consistency,
                                 Features<100>, Adam>;
constexpr auto calls = Compiled<Training>::program.counts.calls;
