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

/// Of v over x, plus a bias for each filter unless inside NoBias. (C, H, W) to (filters, H', W'),
/// H' = floor((H + 2 padding - reach) / stride) + 1.
constexpr Tensor convolution(Scope& s, Tensor x, int filters, Window const& v) {
  if (!sound(s, filters, v)) return x;
  int const c = x.shape().c;
  if (c % v.groups || filters % v.groups) {
    s.graph.refuse(v.groups, " groups do not divide ", c, " channels and ", filters,
                   " filters; choose a number that divides both");
    return x;
  }
  int const in = c / v.groups;
  return s.offset(conv(x, s.kernel(v, in, filters, in), v), filters, long(v.places()) * in);
}
/// The adjoint of the convolution with the same window, plus a bias: (C, H, W) to (filters, H', W'),
/// H' = (H - 1) stride - 2 padding + reach + further.
constexpr Tensor transposed_convolution(Scope& s, Tensor x, int filters, Window const& v, int further = 0) {
  if (!sound(s, filters, v)) return x;
  Shape const i = x.shape();
  if (i.c % v.groups || filters % v.groups) {
    s.graph.refuse(v.groups, " groups do not divide ", i.c, " channels and ", filters,
                   " filters; choose a number that divides both");
    return x;
  }
  if (further < 0 || (further > 0 && (further >= v.y.stride || further >= v.x.stride)))
    s.graph.refuse("an output padding of ", further, " with stride ", v.y.stride,
                   "; it must be less than the stride");
  Shape d = i.per_sample(filters, transposed(i.h, v.y) + further, transposed(i.w, v.x) + further);
  if (d.h < 1 || d.w < 1) {
    s.graph.refuse("padding ", v.y.padding, " takes away the whole result of a ", v.y.kernel, 'x', v.x.kernel,
                   " kernel on ", i.c, 'x', i.h, 'x', i.w, "; use less padding or a larger kernel");
    d = i.per_sample(filters);
  }
  int const out = filters / v.groups;
  return s.offset(conv_data(x, s.kernel(v, out, i.c, i.c / v.groups), v, d), filters, long(v.places()) * out);
}

/// A convolution of Filters windows of Kernel x Kernel.
template <int Filters, int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2>
struct Conv {
  static constexpr auto name = text("Conv<", Filters, ",", Kernel, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return convolution(s, x, Filters, {Kernel, Stride, Padding});
  }
};

/// A transposed convolution.
template <int Filters, int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2, int OutputPadding = 0>
struct ConvTranspose {
  static constexpr auto name =
      text("ConvTranspose<", Filters, ",", Kernel, ",", Stride, ",", Padding, OutputPadding ? "," : "",
           OutputPadding ? text(OutputPadding) : text(""), ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return transposed_convolution(s, x, Filters, {Kernel, Stride, Padding}, OutputPadding);
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
