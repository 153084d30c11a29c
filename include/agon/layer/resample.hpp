#pragma once
#include <agon/layer/pooling.hpp>

/// Images made larger, and filtered.
namespace agon {

/// Every pixel Factor x Factor times.
template <int Factor>
struct Upsample {
  static constexpr auto name = text("Upsample<", Factor, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (Factor < 1) {
      s.graph.refuse("factor ", Factor, "; it must be at least 1");
      return x;
    }
    Tensor const ones =
        s.graph.table({1, Factor * Factor, 1, false}, List<double>(std::size_t(Factor * Factor), 1.0));
    return conv_data(x, ones, {Factor, Factor, 0, 1, d.c}, d.per_sample(d.c, Factor * d.h, Factor * d.w));
  }
};

/// Factor times larger by lines between the centres of pixels, and the border beyond them: PyTorch's bilinear
/// interpolation with align_corners false.
template <int Factor>
struct UpsampleBilinear {
  static constexpr auto name = text("UpsampleBilinear<", Factor, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Factor < 1) {
      s.graph.refuse("factor ", Factor, "; it must be at least 1");
      return x;
    }
    Shape const d = x.shape();
    constexpr int kernel = 2 * Factor - Factor % 2, first = 2 * Factor - Factor / 2 - Factor % 2;
    List<double> tent;
    auto weight = [](int k) {
      double const from_middle = k - (kernel - 1) / 2.0;
      return 1 - (from_middle < 0 ? -from_middle : from_middle) / Factor;
    };
    for (int y = 0; y < kernel; ++y)
      for (int k = 0; k < kernel; ++k) tent.push_back(weight(y) * weight(k));
    Tensor const wide = extend(x, Border::replicate, 1, 1, 1, 1);
    Shape const all = d.per_sample(d.c, (d.h + 1) * Factor + kernel, (d.w + 1) * Factor + kernel);
    Tensor const y = conv_data(wide, s.graph.table({1, kernel * kernel, 1, false}, tent),
                               {kernel, Factor, 0, 1, d.c}, all);
    return crop(y, first, first, Factor * d.h, Factor * d.w);
  }
};

/// Each channel smoothed by (1 2 1) / 4 along both sides, zeros beyond the border (Karras et al. 2019, 2).
struct Blur {
  static constexpr auto name = text("Blur");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    constexpr double a = 1 / 16.0, b = 2 / 16.0, c = 4 / 16.0;
    return filter(x, {3, 1, 1}, s.graph.table({1, 9, 1, false}, {a, b, a, b, c, b, a, b, a}));
  }
};

}  // namespace agon
