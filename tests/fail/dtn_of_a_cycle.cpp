// expect: cycle_consistency: it reads a value "F(fake)" that this system does not give; take a system that
//   does, or set it in Symbols::values
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/dtn_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

struct Sees : Seq<Conv<4, 4, 4, 0>, Tanh> {};
struct Draws : Seq<ConvTranspose<1, 4, 4, 0>, Tanh> {};
struct Judges : Seq<Conv<3, 8, 1, 0>> {};
inline constexpr auto objective = ternary + 10 * cycle_consistency;
constexpr auto calls =
    Compiled<DTNStep<Sees, Draws, Judges, objective, Image<3, 8, 8>, Adam>>::program.counts.calls;
