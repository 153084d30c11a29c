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

}  // namespace agon
