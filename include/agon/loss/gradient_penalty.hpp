#pragma once
#include <agon/loss/slope.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// Whether slopes below the target cost, too.
enum class Sides { one, two };

/// D minimises E (|dl(x)/dx| - k)^2 at points x = real + u (fake - real), u in [0, 1) for each sample
/// (Gulrajani et al. 2017, equation 3, with k = 1); one-sided E max(0, |dl(x)/dx| - k)^2. Of a map of logits,
/// l is the sum. Not with batch normalisation in D, which makes a sample's slope the others' business.
struct GradientPenalty {
  static constexpr auto name = text("gradient_penalty");
  double slope = 1;  // k; Karras et al. 2018 also use 750, with 10 / (750 * 750) for the factor 10
  Sides sides = Sides::two;
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const u = s.random(Distribution::uniform, s.real.shape().per_sample(1), "gradient_penalty");
    Tensor const x = s.real + u * (s.fake - s.real);
    Tensor const excess = agon::slope(s.critic(x), x) - slope;
    return mean(square(sides == Sides::one ? select(excess > 0, excess, 0) : excess));
  }
};
inline constexpr GradientPenalty gradient_penalty, one_sided_gradient_penalty{.sides = Sides::one};

}  // namespace agon
