// expect: layer 3 of 3, LogOdds of D: it makes one logit of those of two classes, and there are 3 channels;
//   let D end in 2 channels, fake and real, or in 1
#include <agon/graph/compile.hpp>
#include <agon/layer/facts.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/network.hpp>
#include <agon/system/cogan_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

struct Generator : Seq<Shared<"generator", Linear<8>>, Linear<16>, Reshape<1, 4, 4>> {};
struct Discriminator : Seq<Flatten, Shared<"discriminator", Linear<3>>> {};
using Training = CoGANStep<Generator, Discriminator, nonsaturating, Features<2>, Adam>;
constexpr auto calls = Compiled<Training>::program.counts.calls;
