#pragma once
#include <agon/layer/scope.hpp>
#include <agon/loss/term.hpp>
#include <agon/system/verdict.hpp>

namespace agon {

/// One step of alternating training as one program (Goodfellow et al. 2014, algorithm 1 with k = 1): D on the
/// real batch, D on a fake one, D's update; then D, updated, on the same fake, and G's update. Batches are
/// never mixed.
///
/// Reads "real"; keeps "loss.D", "loss.G", "D(x)", "D(G(z))" and "accuracy" (see verdict.hpp) and "fake".
template <class G, class D, auto Objective, Shape Latent, class Optimiser>
struct AdversarialStep {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Tensor const z = g.random(Distribution::normal, Latent, "z");
    Wires values;
    Tensor const fake = apply<G>(generator, z, {}, values);
    Tensor const real = g.add_input("real", fake.shape());
    Symbols s{.real = real,
              .fake = fake,
              .input = z,
              .real_logits = {},
              .fake_logits = {},
              .critic = {.net = apply<D>, .weights = &discriminator},
              .values = &values};
    s.real_logits = apply<D>(discriminator, real);
    s.fake_logits = apply<D>(discriminator, fake);
    Tensor const d_loss = loss<Player::Discriminator>(Objective, s);
    keep_verdict(g, s);
    Optimiser::descend(discriminator, d_loss);
    constrain(Objective, discriminator);

    s.real_logits = {};
    s.fake_logits = apply<D>(discriminator, fake);
    Tensor const g_loss = loss<Player::Generator>(Objective, s);
    Optimiser::descend(generator, g_loss);
    g.keep("loss.D", d_loss);
    g.keep("loss.G", g_loss);
    g.keep("fake", fake);
  }
};

}  // namespace agon
