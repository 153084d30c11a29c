// expect: feature_matching<h9>: D leaves no value "h9"; put Let<"h9"> behind one of its layers
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

using Training = AdversarialStep<DCGANGenerator28<>, DCGANDiscriminator28<>,
                                 nonsaturating + feature_matching<"h9">, Features<100>, Adam>;
constexpr auto calls = Compiled<Training>::program.counts.calls;
