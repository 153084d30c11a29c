#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// Says what an extent that is not positive needs; true if both numbers make sense.
constexpr bool sound(Scope& s, int filters, Window const& v) {
  if (filters < 1) s.graph.refuse(filters, " filters; there must be at least 1");
  for (Axis a : {v.y, v.x}) {
    if (a.kernel > 0 && a.stride > 0 && a.padding >= 0) continue;
    s.graph.refuse("kernel ", a.kernel, ", stride ", a.stride, ", padding ", a.padding,
                   "; kernel and stride must be at least 1 and padding at least 0");
    return false;
  }
  return filters > 0;
}

/// A convolution of Filters windows of Kernel x Kernel: (C, H, W) to (Filters, H', W'),
/// H' = floor((H + 2 Padding - Kernel) / Stride) + 1, plus a bias for each filter unless inside NoBias.
template <int Filters, int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2>
struct Conv {
  static constexpr auto name = text("Conv<", Filters, ",", Kernel, ",", Stride, ",", Padding, ">");
  static constexpr Window window{Kernel, Stride, Padding};
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (!sound(s, Filters, window)) return x;
    Tensor const y = conv(x, s.kernel(window, x.shape().c, Filters), window);
    return s.offset(y, Filters);
  }
};

/// A transposed convolution, the adjoint of the convolution with the same window: (C, H, W) to (Filters, H',
/// W'), H' = (H - 1) Stride - 2 Padding + Kernel.
template <int Filters, int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2>
struct ConvTranspose {
  static constexpr auto name = text("ConvTranspose<", Filters, ",", Kernel, ",", Stride, ",", Padding, ">");
  static constexpr Window window{Kernel, Stride, Padding};
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (!sound(s, Filters, window)) return x;
    Shape const i = x.shape();
    Shape d = image(Filters, transposed(i.h, window.y), transposed(i.w, window.x));
    if (d.h < 1 || d.w < 1) {
      s.graph.refuse("padding ", Padding, " takes away the whole result of a ", Kernel, 'x', Kernel,
                     " kernel on ", i.c, 'x', i.h, 'x', i.w, "; use less padding or a larger kernel");
      d = image(Filters, 1, 1);
    }
    Tensor const y = conv_data(x, s.kernel(window, Filters, i.c), window, d);
    return s.offset(y, Filters);
  }
};

/// L without biases.
template <class L>
struct NoBias {
  static constexpr auto name = text<80>("NoBias<", LayerName<L>::value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    bool const before = s.bias;
    s.bias = false;
    Tensor const y = L{}(s, x);
    s.bias = before;
    return y;
  }
};

}  // namespace agon
