#pragma once
#include <agon/layer/scope.hpp>
#include <agon/loss/term.hpp>
#include <agon/system/latent.hpp>
#include <agon/system/verdict.hpp>
#include <agon/train/descend.hpp>

namespace agon {

/// What a program of adversarial training does. Two programs over one store, one for each player, may take
/// turns as the system likes: WGAN's critic moves five times for each move of the generator.
enum class Phase {
  both,           // D's move, and then G's against the D that has moved
  at_once,        // both gradients at the same D and G, and then both moves: Goodfellow's code
  discriminator,  // one player's alone
  generator
};

/// What both networks are told of a picture beside its pixels: the value "y" that they read.
struct Condition {
  enum class Form { one_hot, index };  // a number for each class, or the class as a whole number
  int classes = 0;                     // 0: nothing
  Form form = Form::one_hot;

  constexpr explicit operator bool() const { return classes > 0; }
  constexpr Shape shape() const { return features(form == Form::one_hot ? classes : 1); }
};

/// One step of adversarial training as one program (Goodfellow et al. 2014, algorithm 1 with k = 1): D on the
/// real batch, D on a fake one, D's update; then D, updated, on the same fake, and G's update. Batches are
/// never mixed. A phase of one player's draws pictures of its own and leaves the other's parameters alone.
/// With a condition, fake pictures have the classes of the real ones.
///
/// Reads "real", and "y" if there is a condition; keeps "loss.D", "loss.G", "D(x)", "D(G(z))" and "accuracy"
/// (see verdict.hpp), of a critic "f(x)" and "f(G(z))", and "fake"; a phase of the generator's keeps "loss.G"
/// and "fake" alone, and one of the discriminator's no "loss.G". An objective finds the class, as a whole
/// number, as "label".
template <class G, class D, auto Objective, Latent Z, class Optimiser, Phase Part = Phase::both,
          Condition Y = Condition{}>
struct AdversarialStep {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Wires given;
    if (Y) given.set("y", g.add_input("y", Y.shape()));
    if (Y && Y.form == Condition::Form::index) given.set("label", given["y"]);
    Wires values = given;
    Tensor const z = Z.draw(g, Part == Phase::generator ? "z of the generator" : "z");
    Tensor const fake = apply<G>(generator, z, {}, values);
    Tensor const real = g.add_input("real", fake.shape());
    Symbols s{.real = real,
              .fake = fake,
              .input = z,
              .real_logits = {},
              .fake_logits = {},
              .critic = {.net = apply<D>, .weights = &discriminator, .wires = &given},
              .values = &values};
    auto const judged = [&](Tensor x) {
      Wires named = given;
      return apply<D>(discriminator, x, {}, named);
    };
    List<Tensor> of_d, of_g;
    if (Part != Phase::generator) {
      s.real_logits = judged(real);
      s.fake_logits = judged(fake);
      Tensor const d_loss = loss<Player::Discriminator>(Objective, s);
      keep_verdict(g, s);
      if constexpr (makes_critic<decltype(Objective)>) keep_scores(g, s);
      of_d = gradient(d_loss, discriminator.trainable());
      if (Part != Phase::at_once) move_discriminator(discriminator, of_d);
      g.keep("loss.D", d_loss);
    }
    if (Part != Phase::discriminator) {
      s.real_logits = {};
      if (Part != Phase::at_once) s.fake_logits = judged(fake);
      Tensor const g_loss = loss<Player::Generator>(Objective, s);
      of_g = gradient(g_loss, generator.trainable());
      if (Part == Phase::at_once) move_discriminator(discriminator, of_d);
      Optimiser::descend(generator, of_g);
      g.keep("loss.G", g_loss);
    }
    g.keep("fake", fake);
  }

 private:
  static constexpr void move_discriminator(Weights& d, List<Tensor> const& gradients) {
    Optimiser::descend(d, gradients);
    constrain(Objective, d);
  }
};

}  // namespace agon
