// expect: Even: it reads logits of real pictures, which are not there in the loss of the generator; apply D
//   to them, s.critic(s.real)
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

using namespace agon;

/// A generator that learns to look as real as the real ones.
struct Even {
  constexpr Tensor generator(Symbols const& s) const {
    return square(mean(s.fake_logits) - mean(s.real_logits));
  }
};
using Training =
    AdversarialStep<DCGANGenerator28<>, DCGANDiscriminator28<>, hinge + 0.1 * Even{}, Features<100>, Adam>;
constexpr auto calls = Compiled<Training>::program.counts.calls;
