#pragma once
#include <string_view>

namespace agon {

/// Which players are left as they are in a step.
struct Held {
  bool g = false, d = false;
};

/// How the game stands beside what the networks have learned: what a resumed run has to know of the steps
/// before.
struct Game {
  long held_g = 0, held_d = 0;      // steps in which a player was held
  double accuracy = 0, weight = 0;  // of D: the moving average is accuracy / weight
  long near_half = 0;               // steps on end with D(x) and D(G(z)) near one half
  bool operator==(Game const&) const = default;
};

/// Networks whose names begin with G are the generator's, all others the discriminator's.
constexpr bool is_generator(std::string_view network) { return network.starts_with('G'); }

}  // namespace agon
