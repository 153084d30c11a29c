#pragma once
#include <agon/loss/term.hpp>

namespace agon {

/// Keeps how D does on a batch, before its update: "D(x)" and "D(G(z))", means of its sigmoid, and
/// "accuracy", the share of its logits with the right sign, which is above zero of what is real and below of
/// what is fake; both batches count as a half.
constexpr void keep_verdict(Graph& g, Symbols const& s) {
  g.keep("D(x)", mean(sigmoid(s.real_logits)));
  g.keep("D(G(z))", mean(sigmoid(s.fake_logits)));
  Tensor const real = mean(s.real_logits > 0), fake = mean(s.fake_logits < 0);
  g.keep("accuracy", 0.5 * (real + fake));
}

/// Keeps a critic's mean scores of a batch, before its update: "f(x)" and "f(G(z))", whose difference is its
/// estimate of the Wasserstein distance, times the slope that it may have (Arjovsky et al. 2017, section 4).
constexpr void keep_scores(Graph& g, Symbols const& s) {
  g.keep("f(x)", mean(s.real_logits));
  g.keep("f(G(z))", mean(s.fake_logits));
}

}  // namespace agon
