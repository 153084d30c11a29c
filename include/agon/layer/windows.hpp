#pragma once
#include <agon/layer/conv.hpp>

/// Convolutions by windows of other kinds.
namespace agon {

/// A convolution with any window: `WindowConv<64, Window{{.kernel = 1}, {.kernel = 7, .padding = 3}}>` has
/// sides of its own.
template <int Filters, Window V>
struct WindowConv {
  static constexpr auto name = text<80>("WindowConv<", Filters, ",", V.y.kernel, 'x', V.x.kernel, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return convolution(s, x, Filters, V); }
};
template <int Filters, Window V>
struct WindowConvTranspose {
  static constexpr auto name =
      text<80>("WindowConvTranspose<", Filters, ",", V.y.kernel, 'x', V.x.kernel, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return transposed_convolution(s, x, Filters, V); }
};

/// Each of Groups parts of the filters sees its own part of the channels (Krizhevsky et al. 2012, figure 2).
template <int Filters, int Groups, int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2>
struct GroupConv {
  static constexpr auto name =
      text("GroupConv<", Filters, ",", Groups, ",", Kernel, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Groups < 1) {
      s.graph.refuse(Groups, " groups; there must be at least 1");
      return x;
    }
    return convolution(s, x, Filters, {Kernel, Stride, Padding, 1, Groups});
  }
};

/// A window of its own over each channel.
template <int Kernel, int Stride = 1, int Padding = (Kernel - 1) / 2>
struct DepthwiseConv {
  static constexpr auto name = text("DepthwiseConv<", Kernel, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    return convolution(s, x, c, {Kernel, Stride, Padding, 1, c});
  }
};

/// A convolution whose window has gaps: its places are Dilation pixels apart (Yu and Koltun 2016).
template <int Filters, int Kernel, int Dilation, int Stride = 1, int Padding = Dilation*(Kernel - 1) / 2>
struct DilatedConv {
  static constexpr auto name =
      text("DilatedConv<", Filters, ",", Kernel, ",", Dilation, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Dilation < 1) {
      s.graph.refuse("dilation ", Dilation, "; it must be at least 1");
      return x;
    }
    return convolution(s, x, Filters, {Kernel, Stride, Padding, Dilation});
  }
};

/// TensorFlow's SAME for one side of `size` pixels: ceil(size / stride) results, of an odd padding the
/// smaller half in front.
struct SameSide {
  int size, before, after;
  constexpr SameSide(int pixels, int kernel, int stride)
      : size((pixels + stride - 1) / stride), before(0), after(0) {
    int const all = (size - 1) * stride + kernel - pixels;
    if (all > 0) before = all / 2, after = all - before;
  }
};
/// A convolution with TensorFlow's padding SAME: (C, H, W) to (Filters, ceil(H / Stride), ceil(W / Stride)).
template <int Filters, int Kernel, int Stride = 1>
struct SameConv {
  static constexpr auto name = text("SameConv<", Filters, ",", Kernel, ",", Stride, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Window v{Kernel, Stride, 0};
    if (!sound(s, Filters, v)) return x;
    SameSide const h(x.shape().h, Kernel, Stride), w(x.shape().w, Kernel, Stride);
    if (h.before == h.after && w.before == w.after) {
      v.y.padding = short(h.before), v.x.padding = short(w.before);
      return convolution(s, x, Filters, v);
    }
    return convolution(s, zero_pad(x, h.before, w.before, h.after, w.after), Filters, v);
  }
};
/// Its adjoint from the image that is Stride times larger: (C, H, W) to (Filters, Stride H, Stride W).
template <int Filters, int Kernel, int Stride = 1>
struct SameConvTranspose {
  static constexpr auto name = text("SameConvTranspose<", Filters, ",", Kernel, ",", Stride, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Window const v{Kernel, Stride, 0};
    if (!sound(s, Filters, v)) return x;
    Shape const d = x.shape();
    int const height = d.h * Stride, width = d.w * Stride;
    SameSide const h(height, Kernel, Stride), w(width, Kernel, Stride);
    Shape const whole = d.per_sample(Filters, height + h.before + h.after, width + w.before + w.after);
    Tensor const y = conv_data(x, s.kernel(v, Filters, d.c, d.c), v, whole);
    return s.offset(crop(y, h.before, w.before, height, width), Filters, long(v.places()) * Filters);
  }
};

}  // namespace agon
