#pragma once
#include <agon/graph/gradient.hpp>

namespace agon {

/// |dy/dx|^2 of each sample.
constexpr Tensor squared_slope(Tensor y, Tensor x) {
  return sum_to(square(gradient(y, {x})[0]), x.shape().per_sample(1));
}
/// |dy/dx| of each sample. The little number keeps the root's derivative finite where the slope is zero.
constexpr Tensor slope(Tensor y, Tensor x) { return sqrt(squared_slope(y, x) + 1e-12); }

}  // namespace agon
