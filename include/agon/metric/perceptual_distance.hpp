#pragma once
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/threads.hpp>
#include <agon/data/array.hpp>

namespace agon::metric {

/// The distance between pictures in the feature maps of a network's layers (Zhang et al. 2018, LPIPS,
/// equation 1): the sum over layers l of the mean over pixels of sum_c w_lc (a_c / |a| - b_c / |b|)^2, where
/// |a| is the length of all channels at a pixel. One number for each pair of pictures, from 0 on.
///
/// `a[l]` and `b[l]` are (N, C, H, W), layer l's maps of N pictures each, as InferenceAt gives them.
/// `weights` has one number from 0 on for each channel of each layer, or is empty: all are 1, and a layer's
/// part is twice one minus the mean cosine. (Equation 1's weights are the roots of these, as in the authors'
/// code; so is the 1e-10 that is added to lengths.) Throws Error if shapes differ, there are no layers,
/// pictures or pixels, a map is not finite, or a weight is negative.
inline std::vector<double> perceptual_distance(std::span<Array4 const> a, std::span<Array4 const> b,
                                               std::span<std::vector<double> const> weights = {}) {
  char const* const what = "the perceptual distance";
  if (a.empty() || a.size() != b.size() || (!weights.empty() && weights.size() != a.size()))
    throw Error(what, {"there are ", a.size(), " and ", b.size(), " layers of features, and weights for ",
                       weights.size()});
  for (std::size_t l = 0; l < a.size(); ++l) {
    if (a[l].shape() != b[l].shape() || a[l].size() == 0 || a[l].shape(0) != a[0].shape(0))
      throw Error(what, {"layer ", l, " has maps of ", a[l].shape(0), " and ", b[l].shape(0), " pictures, ",
                         a[l].size(), " and ", b[l].size(), " numbers; they should be alike"});
    for (Array4 const* x : {&a[l], &b[l]})
      for (std::size_t e = 0; e < x->size(); ++e)
        if (!std::isfinite(x->data()[e]))
          throw Error(what, {"number ", e % (x->size() / x->shape(0)), " of picture ",
                             e / (x->size() / x->shape(0)), " in layer ", l, " is not finite"});
    if (weights.empty()) continue;
    if (weights[l].size() != a[l].shape(1))
      throw Error(what,
                  {"layer ", l, " has ", a[l].shape(1), " channels and ", weights[l].size(), " weights"});
    for (double w : weights[l])
      if (!(w >= 0) || !std::isfinite(w)) throw Error(what, {"layer ", l, " has a weight of ", w});
  }
  std::vector<double> distance(a[0].shape(0));
  parallel(long(distance.size()), [&](long n) {
    for (std::size_t l = 0; l < a.size(); ++l) {
      std::size_t const channels = a[l].shape(1), pixels = a[l].shape(2) * a[l].shape(3);
      float const* const x = a[l].data() + std::size_t(n) * channels * pixels;
      float const* const y = b[l].data() + std::size_t(n) * channels * pixels;
      auto length = [&](float const* of, std::size_t p) {
        double square = 0;
        for (std::size_t c = 0; c < channels; ++c) square += double(of[c * pixels + p]) * of[c * pixels + p];
        return std::sqrt(square) + 1e-10;
      };
      double sum = 0;
      for (std::size_t p = 0; p < pixels; ++p) {
        double const of_x = length(x, p), of_y = length(y, p);
        for (std::size_t c = 0; c < channels; ++c) {
          double const d = x[c * pixels + p] / of_x - y[c * pixels + p] / of_y;
          sum += (weights.empty() ? 1 : weights[l][c]) * d * d;
        }
      }
      distance[std::size_t(n)] += sum / double(pixels);
    }
  });
  return distance;
}

}  // namespace agon::metric
