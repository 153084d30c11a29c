#pragma once
#include <agon/layer/scope.hpp>

/// Windows that take a maximum or a mean, and what gathers a whole image.
namespace agon {

/// The largest of each Kernel x Kernel window in each channel. `Ends::reach_over` keeps a last window that
/// reaches over the border, as Caffe and cuda-convnet do.
template <int Kernel, int Stride = Kernel, int Padding = 0, Ends E = Ends::cut>
struct MaxPool {
  static constexpr auto name = text("MaxPool<", Kernel, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Kernel < 1 || Stride < 1 || Padding < 0 || 2 * Padding > Kernel) {
      s.graph.refuse("window ", Kernel, ", stride ", Stride, ", padding ", Padding,
                     "; window and stride must be at least 1, and padding at most half the window");
      return x;
    }
    return max_pool(x, {Kernel, Stride, Padding}, E);
  }
};

/// One number for each place of a window, the same for all channels.
constexpr Tensor filter(Tensor x, Window v, Tensor numbers) {
  v.groups = x.shape().c;
  return conv(x, numbers, v);
}
constexpr Tensor mean_filter(Graph& g, int kernel) {
  return g.table({1, kernel * kernel, 1, false},
                 List<double>(std::size_t(kernel * kernel), 1.0 / (kernel * kernel)));
}
/// The mean of each Kernel x Kernel window in each channel; padding counts as zeros, as PyTorch's does.
template <int Kernel, int Stride = Kernel, int Padding = 0>
struct AvgPool {
  static constexpr auto name = text("AvgPool<", Kernel, ",", Stride, ",", Padding, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Kernel < 1 || Stride < 1 || Padding < 0) {
      s.graph.refuse("window ", Kernel, ", stride ", Stride, ", padding ", Padding,
                     "; window and stride must be at least 1 and padding at least 0");
      return x;
    }
    return filter(x, {Kernel, Stride, Padding}, mean_filter(s.graph, Kernel));
  }
};

/// (C, H, W) to C features: the sum, or the mean, over all pixels.
struct GlobalSum {
  static constexpr auto name = text("GlobalSum");
  constexpr Tensor operator()(Scope&, Tensor x) const { return sum_to(x, x.shape().per_sample(x.shape().c)); }
};
struct GlobalMean {
  static constexpr auto name = text("GlobalMean");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return mean_to(x, x.shape().per_sample(x.shape().c));
  }
};

}  // namespace agon
