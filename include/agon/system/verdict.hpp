#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// How D does on a batch, before its update: means of its sigmoid on real and on fake pictures, and the share
/// of its logits with the right sign, which is above zero of what is real and below of what is fake; both
/// batches count as a half.
struct Verdict {
  Tensor real, fake, accuracy;

  constexpr Verdict(Symbols const& s)
      : real(mean(sigmoid(s.real_logits))), fake(mean(sigmoid(s.fake_logits))), accuracy(share(s)) {}
  /// The mean of two: of two discriminators.
  constexpr Verdict(Verdict const& a, Verdict const& b)
      : real(0.5 * (a.real + b.real)),
        fake(0.5 * (a.fake + b.fake)),
        accuracy(0.5 * (a.accuracy + b.accuracy)) {}

 private:
  static constexpr Tensor share(Symbols const& s) {
    Tensor const x = mean(s.real_logits > 0), y = mean(s.fake_logits < 0);
    return 0.5 * (x + y);
  }
};

/// Keeps it as "D(x)", "D(G(z))" and "accuracy".
constexpr void keep_verdict(Graph& g, Verdict const& v) {
  g.keep("D(x)", v.real);
  g.keep("D(G(z))", v.fake);
  g.keep("accuracy", v.accuracy);
}

/// Keeps a critic's mean scores of a batch, before its update: "f(x)" and "f(G(z))", whose difference is its
/// estimate of the Wasserstein distance, times the slope that it may have (Arjovsky et al. 2017, section 4).
constexpr void keep_scores(Graph& g, Symbols const& s) {
  g.keep("f(x)", mean(s.real_logits));
  g.keep("f(G(z))", mean(s.fake_logits));
}

}  // namespace agon
