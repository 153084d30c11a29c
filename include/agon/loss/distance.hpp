#pragma once
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

}  // namespace agon
