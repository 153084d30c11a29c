#pragma once
#include <agon/layer/conv.hpp>
#include <agon/layer/pooling.hpp>

namespace agon {

/// Self-attention as SAGAN's and BigGAN's code have it: queries of C / 8 channels meet keys and values (C / 8
/// and C / 2) of pixels pooled by two; y = x + gamma Conv1(A g), A the softmax of the products over the keys,
/// not scaled. No biases; gamma is at first 0. Weights are kept as the layers around it.
struct SelfAttention {
  static constexpr auto name = text("SelfAttention");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (d.c % 8 || d.h % 2 || d.w % 2) {
      s.graph.refuse("it needs a multiple of 8 channels and even sides, and its input is ", d,
                     "; put it where they are");
      return x;
    }
    bool const before = s.bias;
    s.bias = false;
    auto point = [&](char const* what, Tensor t, int filters) {
      return s.under(what, false, [&] { return convolution(s, t, filters, {1, 1, 0}); });
    };
    Tensor const query = point("theta", x, d.c / 8), key = max_pool(point("phi", x, d.c / 8), {2, 2, 0}),
                 value = max_pool(point("g", x, d.c / 2), {2, 2, 0});
    int const keys = d.h * d.w / 4;
    Tensor const attention = softmax(product(query, key, false, true, d.per_sample(keys, d.h, d.w)));
    Tensor const y =
        point("o", product(attention, value, false, false, d.per_sample(d.c / 2, d.h, d.w)), d.c);
    s.bias = before;
    return x + s.parameter("gamma", Shape{}) * y;
  }
};

/// Self-attention as the paper's first version prints it (Zhang et al. 2018, equations 1 to 3): queries and
/// keys of C / 8 channels, values of C, nothing pooled, no further convolution.
struct PaperSelfAttention {
  static constexpr auto name = text("PaperSelfAttention");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (d.c % 8) {
      s.graph.refuse("it needs a multiple of 8 channels and its input is ", d, "; put it where they are");
      return x;
    }
    bool const before = s.bias;
    s.bias = false;
    auto point = [&](char const* what, int filters) {
      return s.under(what, false, [&] { return convolution(s, x, filters, {1, 1, 0}); });
    };
    Tensor const query = point("g", d.c / 8), key = point("f", d.c / 8), value = point("h", d.c);
    s.bias = before;
    Tensor const attention = softmax(product(query, key, false, true, d.per_sample(d.h * d.w, d.h, d.w)));
    return x + s.parameter("gamma", Shape{}) * product(attention, value, false, false, d);
  }
};

}  // namespace agon
