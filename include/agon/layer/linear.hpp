#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// (C, H, W) to C * H * W features, in that order.
struct Flatten {
  static constexpr auto name = text("Flatten");
  constexpr Tensor operator()(Scope&, Tensor x) const { return flatten(x); }
};

/// As many numbers as before, as an image of C x H x W; features count channels first, then rows.
template <int C, int H, int W>
struct Reshape {
  static constexpr auto name = text("Reshape<", C, ",", H, ",", W, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return unflatten(flatten(x), x.shape().per_sample(C, H, W));
  }
};

/// Channels First to First + Count - 1.
template <int First, int Count>
struct Slice {
  static constexpr auto name = text("Slice<", First, ",", Count, ">");
  constexpr Tensor operator()(Scope&, Tensor x) const { return slice(x, First, Count); }
};

/// y = W x + b, `out` features from features. Straight after a flattened image it reads the image as it lies
/// in memory: the weight is permuted instead.
constexpr Tensor linear(Scope& s, Tensor x, int out) {
  Shape const d = x.shape();
  if (d.h * d.w > 1) {
    s.graph.refuse("it takes features and its input is ", d, "; put Flatten before it");
    x = flatten(x);
  }
  if (out < 1) {
    s.graph.refuse(out, " features; there must be at least 1");
    return x;
  }
  Slot weight{.layout = Layout::matrix, .shape = {out, 1, int(d.size()), false}};
  if (x.node().op == Op::flatten) {
    x = {x.graph, x.node().in[0]};
    weight.layout = Layout::flattened;
    weight.image = x.shape();
  }
  Tensor const w = s.weight(weight, int(d.size()));
  if (w.shape().w != d.size())
    s.graph.refuse("its weight takes ", w.shape().w, " features and the input has ", d.size(),
                   "; give every use of a network the same shape");
  return s.offset(matmul(x, w, false, false, x.shape().per_sample(out)), out, d.size());
}

template <int Out>
struct Linear {
  static constexpr auto name = text("Linear<", Out, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return linear(s, x, Out); }
};

}  // namespace agon
