#pragma once
#include <agon/loss/cross_entropy.hpp>
#include <agon/loss/distance.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// What a domain transfer network plays for (Taigman et al. 2017): G translates a source, which it is given
/// as input, and leaves the target's pictures, the real ones, as they are.

/// D tells three classes, of which it gives a logit each: 1, translated sources; 2, translated targets; 3,
/// real targets. It minimises -E log D1(fake) - E log D2(G(real)) - E log D3(real), and G -E log D3(fake) -
/// E log D3(G(real)).
struct Ternary {
  static constexpr auto name = text("ternary");
  constexpr Tensor discriminator(Symbols const& s) const {
    Tensor const source = surprise(s.fake_logits, 1), target = surprise(s.critic(s["G(real)"]), 2);
    Tensor const real = surprise(s.real_logits, 3);
    return source + target + real;
  }
  constexpr Tensor generator(Symbols const& s) const {
    Tensor const source = surprise(s.fake_logits, 3), target = surprise(s.critic(s["G(real)"]), 3);
    return source + target;
  }

 private:
  /// -E log of the probability of a class.
  static constexpr Tensor surprise(Tensor logits, int of_three) {
    if (logits.shape().c != 3) {
      logits.graph->refuse("D gives ", logits.shape(),
                           " and must give a logit for each of 3 classes; let it "
                           "end in 3 channels");
      return logits;
    }
    return mean(log_total(logits) - slice(logits, of_three - 1, 1));
  }
};

/// G minimises d(f(input), f(fake)): f sees no difference.
template <auto Distance>
struct FConstancy {
  static constexpr auto name = text("f_constancy");
  constexpr Tensor generator(Symbols const& s) const {
    Tensor const of_input = s["f(input)"], of_fake = s["f(fake)"];
    return Distance(of_input, of_fake);
  }
};

/// G minimises d(real, G(real)).
template <auto Distance>
struct TargetIdentity {
  static constexpr auto name = text("target_identity");
  constexpr Tensor generator(Symbols const& s) const { return Distance(s.real, s["G(real)"]); }
};

inline constexpr Ternary ternary;
template <auto Distance = mse>
inline constexpr FConstancy<Distance> f_constancy;
template <auto Distance = mse>
inline constexpr TargetIdentity<Distance> target_identity;

}  // namespace agon
