#pragma once
#include <agon/graph/gradient.hpp>
#include <agon/graph/tensor.hpp>

namespace agon {

/// The Euclidean norm of all numbers of some gradients together: `g.keep("norm", norm(gradient(loss, ...)))`.
/// There must be one at least.
constexpr Tensor norm(List<Tensor> const& gradients) {
  Tensor squares = sum(square(gradients[0]));
  for (std::size_t i = 1; i < gradients.size(); ++i) squares = squares + sum(square(gradients[i]));
  return sqrt(squares);
}

}  // namespace agon
