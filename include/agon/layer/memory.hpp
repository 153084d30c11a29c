#pragma once
#include <agon/graph/compile.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/facts.hpp>

/// What memory plans say of a network: how large the arenas are that its programs run in, by all passes of
/// the compiler. That takes more of a compiler than its default limits: see the README's flags.
namespace agon {

/// Bytes of a program's arenas in float. Inputs and results are in them, parameters are not, and neither is
/// what kernels need while they run.
struct ArenaBytes {
  long sample = 0;  // for each sample, of every batch that there is
  long shared = 0;  // for what all samples of a batch share: gradients of parameters, batch statistics

  /// Of a batch of n samples.
  constexpr long of(long n) const { return n * sample + shared; }
  constexpr bool operator==(ArenaBytes const&) const = default;
};

/// The arenas that the graph `g` is planned in.
constexpr ArenaBytes arena_bytes(Graph const& g) {
  Savings const s = Drafted(g).savings;
  long samples = 0;
  for (long n : s.sample_numbers) samples += n;
  return {4 * samples, 4 * s.shared_numbers};
}

template <class Net, Shape In, Wire... Beside>
struct PlannedInference {
  static constexpr ArenaBytes bytes = fits<Examined<Net, In, Beside...>::fault>
                                          ? arena_bytes(trace<Net, Beside...>(In, Mode::Eval))
                                          : ArenaBytes{};
};
template <class Net, Shape In, Wire... Beside>
struct PlannedTraining {
  static constexpr ArenaBytes planned() {
    Graph g;
    Weights w{.name = ""};
    lay_out<Net, Beside...>(g, w, In, {.mode = Mode::Train});
    Tensor const y{&g, g.output[0]}, dy = g.add_input("gradient", y.shape());
    g.output = {};
    g.output_name = {};
    for (Tensor const d : gradient(y * dy, w.trainable())) g.keep("gradient", d);
    return arena_bytes(g);
  }
  static constexpr ArenaBytes bytes = fits<Examined<Net, In, Beside...>::fault> ? planned() : ArenaBytes{};
};

/// The arenas of the program that Net alone is: forward by running statistics, as Inference runs it.
template <class Net, Shape In, Wire... Beside>
inline constexpr ArenaBytes inference_arenas = PlannedInference<Net, In, Beside...>::bytes;
/// The arenas of forward and back: from the inputs, and a gradient of the output given with them, to the
/// gradients of all parameters, which are kept. An optimiser that takes them up as they are made needs less
/// that is shared; a second network needs its own.
template <class Net, Shape In, Wire... Beside>
inline constexpr ArenaBytes training_arenas = PlannedTraining<Net, In, Beside...>::bytes;

/// Bytes of those arenas for each sample.
template <class Net, Shape In, Wire... Beside>
inline constexpr long inference_bytes = inference_arenas<Net, In, Beside...>.sample;
template <class Net, Shape In, Wire... Beside>
inline constexpr long training_bytes = training_arenas<Net, In, Beside...>.sample;

}  // namespace agon
