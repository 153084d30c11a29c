#pragma once
#include <agon/layer/batch_norm.hpp>
#include <agon/layer/embedding.hpp>
#include <agon/layer/linear.hpp>
#include <agon/layer/named.hpp>
#include <agon/layer/normalization.hpp>

/// Normalisations whose gain and offset come from elsewhere.
namespace agon {

/// Batch normalisation with a gain and an offset for each class (de Vries et al. 2017), at first 1 and 0. The
/// value N is the class, a whole number below Classes. The tables are kept as they are, whatever is around.
template <Name N, int Classes, Real Epsilon = 1e-5, Real Momentum = 0.1>
struct ConditionalBatchNorm {
  static constexpr auto name = text("ConditionalBatchNorm<", N.at, ",", Classes, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = BatchNormWith<Affine::no, Epsilon, Momentum>{}(s, x), label = s.wire(N.at, x);
    int const c = x.shape().c;
    auto table = [&](char const* what, double first) {
      return s.under(what, false, [&] { return embedding(s, label, Classes, c, {.mean = first}); });
    };
    Storage const before = s.storage;
    s.storage = {};
    Tensor const gain = table("gain", 1), offset = table("offset", 0);  // made in this order
    s.storage = before;
    return y * gain + offset;
  }
};

/// Batch normalisation with the gain 1 + A v and the offset B v, v the value N (Brock et al. 2019, appendix
/// B). The two matrices are kept as the layers around them, and have no biases.
template <Name N, Real Epsilon = 1e-5, Real Momentum = 0.1>
struct LinearBatchNorm {
  static constexpr auto name = text("LinearBatchNorm<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const y = BatchNormWith<Affine::no, Epsilon, Momentum>{}(s, x), v = s.wire(N.at, x);
    int const c = x.shape().c;
    auto from = [&](char const* what) {
      return s.under(what, false, [&] {
        bool const before = s.bias;
        s.bias = false;
        Tensor const t = linear(s, v, c);
        s.bias = before;
        return t;
      });
    };
    Tensor const gain = from("gain"), offset = from("bias");
    return y * (1 + gain) + offset;
  }
};

/// Adaptive instance normalisation (Huang and Belongie 2017), as StyleGAN has it: each channel standardised
/// over its pixels, times 1 + the first half of an affine map of the value N, plus the second half (Karras et
/// al. 2019, equation 1).
template <Name N>
struct AdaIN {
  static constexpr auto name = text("AdaIN<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    Tensor const style = linear(s, s.wire(N.at, x), 2 * c);
    return standardised(x, x.shape().per_sample(c), 1e-8) * (1 + slice(style, 0, c)) + slice(style, c, c);
  }
};

}  // namespace agon
