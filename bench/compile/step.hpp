#pragma once
#include <agon/agon.hpp>

/// What the programs of this folder share: programs put to use, and what a user adds to agon for a system
/// that has no header in agon/system. (Adam stands for every optimiser of the papers.)
namespace agon {

// ---- programs ----

/// One run of everything that a program consists of.
template <class Program>
void run(long batch = 1) {
  Store<float> store;
  Cpu::Engine<Program> engine(store, batch);
  engine.run({});
}

/// Inputs beside the main one, by name.
template <Wire... Given>
constexpr Wires inputs(Graph& g) {
  Wires w;
  (w.set(Given.name.at, g.add_input(Given.name.at, Given.shape)), ...);
  return w;
}

/// A trained network.
template <class Net, Shape In, Wire... Given>
struct Forward {
  static constexpr void build(Graph& g) {
    Weights net{"G"};
    Wires wires = inputs<Given...>(g);
    g.keep("output", apply<Net>(net, g.add_input("input", In), {.mode = Mode::Eval}, wires));
  }
};

// ---- steps ----

/// One step of Adam down `loss` for several networks, or for what they share.
constexpr void descend(std::initializer_list<Weights*> nets, Tensor loss) {
  List<Tensor> all;
  for (Weights* w : nets)
    for (Tensor t : w->trainable()) all.push_back(t);
  List<Tensor> const d = gradient(loss, all);
  Tensor const* first = d.begin();
  for (Weights* w : nets) {
    Tensor const* const last = first + w->trainable().size();
    Adam::descend(*w, List<Tensor>(first, last));
    first = last;
  }
}

/// AdversarialStep for networks that read further inputs.
template <class G, class D, auto Objective, Shape Latent, Wire... Given>
struct ConditionalStep {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Wires wires = inputs<Given...>(g);
    Tensor const z = g.random(Distribution::normal, Latent, "z");
    Tensor const fake = apply<G>(generator, z, {}, wires);
    Tensor const real = g.add_input("real", fake.shape());
    Symbols s{.real = real, .fake = fake, .input = z, .real_logits = {}, .fake_logits = {}};
    s.real_logits = apply<D>(discriminator, real, {}, wires);
    s.fake_logits = apply<D>(discriminator, fake, {}, wires);
    descend<Adam>(discriminator, loss<Player::Discriminator>(Objective, s));
    s.fake_logits = apply<D>(discriminator, fake, {}, wires);
    descend<Adam>(generator, loss<Player::Generator>(Objective, s));
  }
};

/// AdversarialStep with the gradient penalty, at points between real and fake pictures (Gulrajani et al.
/// 2017).
template <class G, class D, auto Objective, Shape Latent>
struct PenaltyStep {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, critic{"D"};
    Tensor const z = g.random(Distribution::normal, Latent, "z");
    Tensor const fake = apply<G>(generator, z);
    Tensor const real = g.add_input("real", fake.shape());
    Symbols s{.real = real, .fake = fake, .input = z, .real_logits = {}, .fake_logits = {}};
    s.real_logits = apply<D>(critic, real);
    s.fake_logits = apply<D>(critic, fake);
    Tensor const between =
        stop_gradient(real + g.random(Distribution::uniform, Features<1>, "t") * (fake - real));
    Tensor const slope = sqrt(squared_slope(apply<D>(critic, between), between));
    descend<Adam>(critic, loss<Player::Discriminator>(Objective, s) + 10 * mean(square(slope - 1)));
    s.fake_logits = apply<D>(critic, fake);
    descend<Adam>(generator, loss<Player::Generator>(Objective, s));
  }
};

}  // namespace agon
