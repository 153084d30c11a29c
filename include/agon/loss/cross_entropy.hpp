#pragma once
#include <agon/graph/tensor.hpp>

namespace agon {

/// log of the sum of e^logit over the channels.
constexpr Tensor log_total(Tensor logits) {
  Shape pixel = logits.shape();
  pixel.c = 1;
  Tensor const most = stop_gradient(max_of_channels(logits));
  return most + log(sum_to(exp(logits - most), pixel));
}
/// -E log of the softmax of logits, where the label, a distribution over the classes, is.
constexpr Tensor cross_entropy(Tensor logits, Tensor label) {
  Tensor const total = log_total(logits);
  return mean(total - sum_to(label * logits, total.shape()));
}

}  // namespace agon
