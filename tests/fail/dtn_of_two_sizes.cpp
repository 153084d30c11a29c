// expect: f reads sources of 3x8x8 and G draws 1x4x4; give both domains one size, and 1 or 3 channels
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/dtn_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

struct Sees : Seq<Conv<4, 4, 4, 0>, Tanh> {};
struct Draws : Seq<ConvTranspose<1, 2, 2, 0>, Tanh> {};
struct Judges : Seq<Conv<3, 4, 1, 0>> {};
constexpr auto calls =
    Compiled<DTNStep<Sees, Draws, Judges, dtn::digits, Image<3, 8, 8>, Adam>>::program.counts.calls;
