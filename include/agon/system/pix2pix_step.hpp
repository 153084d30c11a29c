#pragma once
#include <agon/graph/gradient.hpp>
#include <agon/layer/scope.hpp>
#include <agon/loss/term.hpp>
#include <agon/system/verdict.hpp>
#include <agon/train/descend.hpp>

namespace agon {

namespace pix2pix {

/// Where the two official codes differ.
struct Recipe {
  bool halve;       // D's loss is halved, and so are its gradients
  bool rerun;       // G's step runs D again after its update; otherwise it uses the activations from before,
                    // through the updated weights
  bool fake_first;  // the order of D's two batches, which running statistics see
};
/// The PyTorch release.
inline constexpr Recipe release{.halve = true, .rerun = true, .fake_first = true};
/// The Torch7 original.
inline constexpr Recipe torch7{.halve = false, .rerun = false, .fake_first = false};

}  // namespace pix2pix

/// One step of pix2pix (Isola et al. 2017, section 3) as one program: G on the input, D on (input, target)
/// and on (input, fake), D's update, then G's.
///
/// Reads "input" and "target"; keeps "loss.D", "loss.G", "loss.L1" (the mean absolute error), "D(x)",
/// "D(G(z))" and "accuracy" (see verdict.hpp) and "fake".
template <class G, class D, auto Objective, Shape Input, class Optimiser,
          pix2pix::Recipe How = pix2pix::release>
struct Pix2PixStep {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Tensor const input = g.add_input("input", Input);
    Wires values;
    Tensor const fake = apply<G>(generator, input, {}, values);
    Tensor const target = g.add_input("target", fake.shape());
    Symbols s{.real = target,
              .fake = fake,
              .input = input,
              .real_logits = {},
              .fake_logits = {},
              .critic = {.net = apply<D>, .weights = &discriminator, .beside = input},
              .values = &values};
    for (bool second : {false, true})
      if (How.fake_first != second)
        s.fake_logits = apply<D>(discriminator, concat(input, fake));
      else
        s.real_logits = apply<D>(discriminator, concat(input, target));
    Tensor const d_loss = loss<Player::Discriminator>(Objective, s);
    keep_verdict(g, s);
    List<Tensor> const before = discriminator.trainable();
    descend<Optimiser>(discriminator, How.halve ? 0.5 * d_loss : d_loss);
    constrain(Objective, discriminator);
    List<Tensor> const after = discriminator.trainable();

    s.real_logits = {};
    if (How.rerun) s.fake_logits = apply<D>(discriminator, concat(input, fake));
    Tensor const g_loss = loss<Player::Generator>(Objective, s);
    std::size_t const first = g.node.size();
    List<Tensor> const d = gradient(g_loss, generator.trainable());
    if (!How.rerun) reread(g, first, before, after);
    Optimiser::descend(generator, d);
    g.keep("loss.D", 0.5 * d_loss);
    g.keep("loss.G", g_loss);
    g.keep("loss.L1", mean(abs(fake - target)));
    g.keep("fake", fake);
  }

 private:
  /// Nodes from `first` on read `after` where they read `before`: Torch7 propagates through the weights of
  /// the moment.
  static constexpr void reread(Graph& g, std::size_t first, List<Tensor> const& before,
                               List<Tensor> const& after) {
    for (std::size_t i = first; i < g.node.size(); ++i)
      for (int& j : g.node[i].in)
        for (std::size_t k = 0; k < before.size(); ++k)
          if (j == before[k].id) j = after[k].id;
  }
};

}  // namespace agon
