#pragma once
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/name.hpp>
#include <agon/data/array.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/seq.hpp>

/// What in a picture makes a value inside a network large (Radford et al. 2016, figure 5).
namespace agon::study {

/// A network made of another: the gradient of sum(Weight x Value) by the input, where the sequence L leaves
/// Value under its name and Weight is an input of Value's shape. Put to use as any network is:
///
///   Inference<SlopeOf<"h3", "at", Guided<D>>, Image<1, 28, 28>, Cpu, "D", Mode::Eval,
///             Wire{"at", shape_at<"h3", D, Image<1, 28, 28>>}> const slope(store);
///   Array4 const evidence = slope(pictures, {{"at", peaks.at}});
template <Name Value, Name Weight, class... L>
struct SlopeOf {
  static constexpr auto name = text("SlopeOf<", Value.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Seq<L...>{}(s, x);
    Tensor const y = s.wire(Value.at, x), weight = s.wire(Weight.at, y);
    if (!(y.shape() == weight.shape())) {
      s.graph.refuse("the weight \"", Weight.at, "\" is ", weight.shape(), " and the value \"", Value.at,
                     "\" ", y.shape(), "; give both the same shape");
      return x;
    }
    return gradient(sum(y * weight), {x})[0];
  }
};

/// Where a channel of feature maps is largest, once in each sample.
struct Peaks {
  Array4 at;                     // (N, C, H, W): 1 there and 0 elsewhere
  std::vector<double> response;  // (N)
};

/// Of maps (N, C, H, W); of equal places the first. Throws Error if there is no such channel.
inline Peaks peaks(Array4 const& maps, long channel) {
  if (channel < 0 || channel >= long(maps.shape(1)))
    throw Error("feature maps", {"there are ", maps.shape(1), " channels, and none of number ", channel});
  Peaks p{Array4::from_shape(maps.shape()), {}};
  p.at.fill(0);
  std::size_t const pixels = maps.shape(2) * maps.shape(3);
  for (std::size_t n = 0; n < maps.shape(0); ++n) {
    std::size_t const first = (n * maps.shape(1) + std::size_t(channel)) * pixels;
    float const* const map = maps.data() + first;
    std::size_t const best = std::size_t(std::max_element(map, map + pixels) - map);
    p.at.data()[first + best] = 1;
    p.response.push_back(double(map[best]));
  }
  return p;
}

/// Each picture of a batch divided by its largest number, so that it is in [-1, 1] and zero stays grey.
inline Array4 to_full_contrast(Array4 x) {
  std::size_t const n = x.shape(0), size = n ? x.size() / n : 0;
  for (std::size_t i = 0; i < n; ++i) {
    float* const at = x.data() + i * size;
    float most = 0;
    for (std::size_t k = 0; k < size; ++k) most = std::max(most, std::abs(at[k]));
    if (most > 0)
      for (std::size_t k = 0; k < size; ++k) at[k] /= most;
  }
  return x;
}

}  // namespace agon::study
