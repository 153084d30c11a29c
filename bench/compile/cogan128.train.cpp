// A training step of CoGAN on two domains of faces at 128x128: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

/// The logit of two: of fake and of real.
constexpr Tensor logit(Tensor of_both) { return slice(of_both, 1, 1) - slice(of_both, 0, 1); }

struct Step {
  static constexpr void build(Graph& g) {
    Weights generators{"G"}, discriminators{"D"};  // what the two of each share
    Weights g1{"G1", &generators}, g2{"G2", &generators}, d1{"D1", &discriminators},
        d2{"D2", &discriminators};
    Tensor const z = g.random(Distribution::uniform, Features<100>, "z");
    Symbols first = of(g, g1, d1, z, "real1"), second = of(g, g2, d2, z, "real2");
    descend({&d1, &d2, &discriminators}, both<Player::Discriminator>(first, second));
    first.fake_logits = logit(apply<CoGANDiscriminatorFaces<>>(d1, first.fake));
    second.fake_logits = logit(apply<CoGANDiscriminatorFaces<>>(d2, second.fake));
    descend({&g1, &g2, &generators}, both<Player::Generator>(first, second));
  }

 private:
  static constexpr Symbols of(Graph& g, Weights& generator, Weights& discriminator, Tensor z,
                              char const* name) {
    Tensor const fake = apply<CoGANGeneratorFaces<>>(generator, z), real = g.add_input(name, fake.shape());
    return {.real = real,
            .fake = fake,
            .input = z,
            .real_logits = logit(apply<CoGANDiscriminatorFaces<>>(discriminator, real)),
            .fake_logits = logit(apply<CoGANDiscriminatorFaces<>>(discriminator, fake))};
  }
  template <Player P>
  static constexpr Tensor both(Symbols const& a, Symbols const& b) {
    return loss<P>(nonsaturating, a) + loss<P>(nonsaturating, b);
  }
};

int main() { run<Step>(64); }
