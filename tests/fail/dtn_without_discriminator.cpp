// expect: the loss of the generator reads logits of a discriminator that the objective does not train; add a
//   term for it
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/dtn_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

struct Sees : Seq<Conv<4, 4, 4, 0>, Tanh> {};
struct Draws : Seq<ConvTranspose<1, 4, 4, 0>, Tanh> {};
struct Judges : Seq<Conv<3, 8, 1, 0>> {};
inline constexpr auto objective = on<Player::Generator>(nonsaturating) + 15 * f_constancy<>;
constexpr auto calls =
    Compiled<DTNStep<Sees, Draws, Judges, objective, Image<3, 8, 8>, Adam>>::program.counts.calls;
