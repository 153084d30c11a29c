// expect: of a picture that is 1x8x8 its generators make one that is 3x8x8, and of that one that is
//   2x8x8; let F lead back to the shape that G begins with
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

using Step = CycleGANGenerators<Conv<3, 3>, Conv<2, 3>, Conv<1, 4, 2>, lsgan, Image<1, 8, 8>, Adam>;
constexpr auto calls = Compiled<Step>::program.counts.calls;
