#pragma once
#include <agon/layer/scope.hpp>
#include <agon/loss/term.hpp>
#include <agon/system/verdict.hpp>

namespace agon {

/// What a program of adversarial training does. Two programs over one store, one for each player, may take
/// turns as the system likes: WGAN's critic moves five times for each move of the generator.
enum class Phase { both, discriminator, generator };

/// One step of alternating training as one program (Goodfellow et al. 2014, algorithm 1 with k = 1): D on the
/// real batch, D on a fake one, D's update; then D, updated, on the same fake, and G's update. Batches are
/// never mixed. A phase of one player's draws pictures of its own and leaves the other's parameters alone.
///
/// Reads "real"; keeps "loss.D", "loss.G", "D(x)", "D(G(z))" and "accuracy" (see verdict.hpp) and "fake"; a
/// phase of the generator's keeps "loss.G" and "fake" alone, and one of the discriminator's no "loss.G".
template <class G, class D, auto Objective, Shape Latent, class Optimiser, Phase Part = Phase::both>
struct AdversarialStep {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Wires values;
    Tensor const z =
        g.random(Distribution::normal, Latent, Part == Phase::generator ? "z of the generator" : "z");
    Tensor const fake = apply<G>(generator, z, {}, values);
    Tensor const real = g.add_input("real", fake.shape());
    Symbols s{.real = real,
              .fake = fake,
              .input = z,
              .real_logits = {},
              .fake_logits = {},
              .critic = {.net = apply<D>, .weights = &discriminator},
              .values = &values};
    if (Part != Phase::generator) {
      s.real_logits = apply<D>(discriminator, real);
      s.fake_logits = apply<D>(discriminator, fake);
      Tensor const d_loss = loss<Player::Discriminator>(Objective, s);
      keep_verdict(g, s);
      Optimiser::descend(discriminator, d_loss);
      constrain(Objective, discriminator);
      g.keep("loss.D", d_loss);
    }
    if (Part != Phase::discriminator) {
      s.real_logits = {};
      s.fake_logits = apply<D>(discriminator, fake);
      Tensor const g_loss = loss<Player::Generator>(Objective, s);
      Optimiser::descend(generator, g_loss);
      g.keep("loss.G", g_loss);
    }
    g.keep("fake", fake);
  }
};

}  // namespace agon
