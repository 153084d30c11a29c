#pragma once
#include <agon/core/real.hpp>
#include <agon/graph/node.hpp>

namespace agon {

/// What the deviation of fresh numbers is divided by.
enum class Fan : std::uint8_t {
  none,
  inputs,  // sqrt of the numbers that one result sums over
  both     // sqrt of the mean of that and of the results that one input reaches
};

/// How the numbers of a parameter are drawn at first.
struct Fresh {
  Drawing drawing = Drawing::normal;
  double mean = 0, spread = 0;  // the deviation, but for the fan; orthogonal: the gain
  Fan fan = Fan::none;
  bool strided = false;  // a window reaches results 1 / stride^2 as often

  /// Notes in `s` how it is filled. Fans as PyTorch counts them from its order of a weight: inputs are all
  /// extents but the first, outputs the first and the window. Without inputs, what depends on them is the
  /// mean alone.
  constexpr void describe(Slot& s, double inputs, double outputs) const {
    double const n = fan == Fan::none ? 1 : fan == Fan::inputs ? inputs : (inputs + outputs) / 2;
    s.drawing = drawing;
    s.mean = mean;
    s.deviation = inputs > 0 || fan == Fan::none ? spread / square_root(n) : 0;
  }
};

}  // namespace agon
