// expect: its objective asks what generators make of pictures of their target, and those of A are 1x8x8
//   and those of B 3x8x8; leave identity_mapping out, or make both of one shape
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

using Step = CycleGANGenerators<Conv<3, 3>, Conv<1, 3>, Conv<1, 4, 2>, lsgan + 5 * identity_mapping,
                                Image<1, 8, 8>, Adam>;
constexpr auto calls = Compiled<Step>::program.counts.calls;
