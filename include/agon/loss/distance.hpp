#pragma once
#include <agon/core/real.hpp>
#include <agon/graph/tensor.hpp>

namespace agon {

/// Distances between two batches, as arguments of terms: a number for both together.

/// E (a - b)^2, per number.
struct MeanSquare {
  constexpr Tensor operator()(Tensor a, Tensor b) const { return mean(square(a - b)); }
};
/// E |a - b|, per number.
struct MeanAbsolute {
  constexpr Tensor operator()(Tensor a, Tensor b) const { return mean(abs(a - b)); }
};
/// -E <a, b> / (|a| |b|), per sample.
struct NegativeCosine {
  constexpr Tensor operator()(Tensor a, Tensor b) const {
    Shape const one = a.shape().per_sample(1);
    Tensor const product = sum_to(a * b, one), aa = sum_to(square(a), one), bb = sum_to(square(b), one);
    return -mean(product * rsqrt(aa * bb + 1e-12));
  }
};
inline constexpr MeanSquare mse;
inline constexpr MeanAbsolute mae;
inline constexpr NegativeCosine negative_cosine;

/// For each sample i the mean of (a_i - b_j)^2, per number, over all other samples j of the batch.
constexpr Tensor distance_to_others(Tensor a, Tensor b) {
  Graph& g = *a.graph;
  if (g.smallest_batch < 2) g.smallest_batch = 2;
  Shape const one = a.shape().per_sample(1);
  Tensor const share = inverse_samples(g, a.shape());
  auto others = [&](Tensor x) {
    Shape every = x.shape();
    every.batched = 0;
    return (mean_to(x, every) - share * x) / (1 - share);
  };
  return mean_to(square(a), one) - 2 * mean_to(a * others(b), one) + others(mean_to(square(b), one));
}

/// E [d(a_i, b_i) - d(a_i, b_j) + margin]+, d the mean square, that to the others j of the batch at once:
/// each a is to be nearer to its own b (Schroff et al. 2015, equation 3).
struct Triplet {
  double margin = 0.2;
  constexpr Tensor operator()(Tensor a, Tensor b) const {
    Tensor const own = mean_to(square(a - b), a.shape().per_sample(1));
    Tensor const x = own - distance_to_others(a, b) + margin;
    return mean(select(x > 0, x, 0));
  }
};
/// E d(a_i, b_i) + E [margin - d(a_i, b_j)]+, with the same d: each a is to be at its own b, and no nearer to
/// the others than the margin (Hadsell et al. 2006; PyTorch's HingeEmbeddingLoss).
struct HingeEmbedding {
  double margin = 1;
  constexpr Tensor operator()(Tensor a, Tensor b) const {
    Tensor const x = margin - distance_to_others(a, b);
    return mean(square(a - b)) + mean(select(x > 0, x, 0));
  }
};
template <Real Margin = 0.2>
inline constexpr Triplet triplet{Margin.value};
template <Real Margin = 1>
inline constexpr HingeEmbedding hinge_embedding{Margin.value};

}  // namespace agon
