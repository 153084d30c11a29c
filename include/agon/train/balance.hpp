#pragma once
#include <cmath>

#include <agon/core/error.hpp>
#include <agon/train/game.hpp>

namespace agon {

/// Holds the stronger player: D for a step if its accuracy is above `d_above`, G if it is below `g_below`.
/// The accuracy is that of the steps before, whoever moved in them: a moving average with the weights 1,
/// memory, memory^2, ... (0: of the last step alone). It goes by the sign of D's logits, and says little of a
/// critic whose logits have no zero (WGAN).
///
///   train(model, set, {.batch = 64, .steps = 4000, .balance = {.d_above = 0.85, .g_below = 0.6}});
struct Balance {
  double d_above = 1, g_below = 0;  // 1 and 0: nobody is ever held
  double memory = 0.9;

  constexpr bool is_on() const { return d_above < 1 || g_below > 0; }
  /// Throws Error for bounds between which both players could be held, or that are no accuracies.
  void check() const {
    if (!(0 <= g_below && g_below <= d_above && d_above <= 1))
      throw Error("balance", {"G is held below an accuracy of ", g_below, " and D above ", d_above,
                              "; give 0 <= g_below <= d_above <= 1"});
    if (!(0 <= memory && memory < 1)) throw Error("balance", {"its memory is ", memory, ", not in [0, 1)"});
  }
  /// Who is held in the next step. Before the first one is known, nobody.
  constexpr Held held(Game const& game) const {
    if (game.weight <= 0) return {};
    double const accuracy = game.accuracy / game.weight;
    return {.g = accuracy<g_below, .d = accuracy> d_above};
  }
  /// Takes note of a step's accuracy.
  constexpr void note(Game& game, double accuracy) const {
    game.accuracy = memory * game.accuracy + (1 - memory) * accuracy;
    game.weight = memory * game.weight + (1 - memory);
  }
};

/// An end of training: D(x) and D(G(z)), the means of a batch, have both been within `width` of one half for
/// so many steps on end. 0 steps: never. (An untrained D is there, too: let the steps be many.)
struct NearHalf {
  long steps = 0;
  double width = 0.05;

  /// Throws Error for what is no number of steps, or no width.
  void check() const {
    if (steps < 0) throw Error("stop_near_half", {"after ", steps, " steps; give 0 or more"});
    if (!(0 <= width && width <= 0.5))
      throw Error("stop_near_half", {"its width is ", width, ", not in [0, 0.5]"});
  }
  /// Takes note of a step.
  void note(Game& game, double real, double fake) const {
    bool const near = std::abs(real - 0.5) <= width && std::abs(fake - 0.5) <= width;
    game.near_half = near ? game.near_half + 1 : 0;
  }
  constexpr bool reached(Game const& game) const { return steps > 0 && game.near_half >= steps; }
};

}  // namespace agon
