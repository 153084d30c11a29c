// expect: its objective leaves the discriminators nothing to minimise; add a term for them, as lsgan
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

using Step = CycleGANDiscriminators<Conv<1, 3>, Conv<1, 4, 2>, 10 * cycle_consistency, Image<1, 8, 8>, Adam>;
constexpr auto calls = Compiled<Step>::program.counts.calls;
