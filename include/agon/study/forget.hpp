#pragma once
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include <agon/core/random.hpp>
#include <agon/data/augment.hpp>
#include <agon/metric/logistic_regression.hpp>

/// Forgetting to draw an object (Radford et al. 2016, section 6.3.2): which filters of a generator's layer
/// are on where the object is, and pictures without them.
namespace agon::study {

/// What a layer makes of places of its maps, and whether the object is there.
struct Places {
  Array2 activations;                // (places, channels)
  std::vector<std::int32_t> labels;  // (places): 1 on the object, 0 elsewhere
};

/// All places of `maps`, (N, C, H, W), at which `object`, (N, 1, H, W), is above zero, and as many drawn from
/// those of the same sample at which it is zero; below zero are places of neither kind. Where there are fewer
/// of these than of the object, as many of the object are drawn. Throws Error if shapes differ or no place is
/// left.
inline Places places(Array4 const& maps, Array4 const& object, std::uint64_t seed = 1) {
  std::size_t const n = maps.shape(0), channels = maps.shape(1), pixels = maps.shape(2) * maps.shape(3);
  if (object.shape(0) != n || object.shape(1) != 1 || object.shape(2) != maps.shape(2) ||
      object.shape(3) != maps.shape(3))
    throw Error(
        "places of an object",
        {"there are ", n, " maps of ", maps.shape(2), 'x', maps.shape(3), " and ", object.shape(0), " of ",
         object.shape(2), 'x', object.shape(3), " that say where it is, in ", object.shape(1), " channels"});
  struct Place {
    std::size_t sample, pixel;
    std::int32_t label;
  };
  std::vector<Place> all;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::size_t> on, off;
    for (std::size_t p = 0; p < pixels; ++p)
      if (float const there = object.data()[i * pixels + p]; there >= 0) (there > 0 ? on : off).push_back(p);
    std::size_t const count = std::min(on.size(), off.size());
    for (std::size_t k = 0; k < count; ++k) {  // Fisher and Yates, as far as needed
      for (auto* side : {&on, &off}) {
        auto const words = draw({seed, std::uint32_t(side == &off)}, stream_of("study.places"),
                                std::uint32_t(i), std::uint32_t(k));
        std::swap((*side)[k], (*side)[k + data::below(words, std::uint32_t(side->size() - k))]);
      }
      all.push_back({i, on[k], 1});
      all.push_back({i, off[k], 0});
    }
  }
  if (all.empty()) throw Error("places of an object", "no sample has both the object and something else");
  Places found{Array2::from_shape({all.size(), channels}), {}};
  for (std::size_t k = 0; k < all.size(); ++k) {
    for (std::size_t c = 0; c < channels; ++c)
      found.activations(k, c) = maps.data()[(all[k].sample * channels + c) * pixels + all[k].pixel];
    found.labels.push_back(all[k].label);
  }
  return found;
}

/// The filters of the object, by the weights of a regression on places: those above zero, as the paper has
/// it, or the `most` largest of them.
inline std::vector<long> filters_of(metric::LogisticRegression const& regression, long most = -1) {
  std::vector<long> found;
  for (long c = 0; c < regression.weight.size(); ++c)
    if (regression.weight[c] > 0) found.push_back(c);
  std::sort(found.begin(), found.end(), [&](long a, long b) {
    double const x = regression.weight[a], y = regression.weight[b];
    return x > y || (x == y && a < b);
  });
  if (most >= 0 && most < long(found.size())) found.resize(std::size_t(most));
  return found;
}
/// `count` of 0, ..., channels - 1 by chance, to compare with.
inline std::vector<long> any_filters(long channels, long count, std::uint64_t seed = 1) {
  std::vector<long> all(static_cast<std::size_t>(channels));
  std::iota(all.begin(), all.end(), 0l);
  if (count < 0 || count > channels) throw Error("filters", {"asked for ", count, " of ", channels});
  for (long k = 0; k < count; ++k) {
    auto const words = draw({seed, 0}, stream_of("study.filters"), 0, std::uint32_t(k));
    std::swap(all[std::size_t(k)], all[std::size_t(k + data::below(words, std::uint32_t(channels - k)))]);
  }
  all.resize(std::size_t(count));
  return all;
}

/// What Masked reads to drop channels: for `n` samples 0 for those of `dropped` and 1 for all others,
/// (n, channels, 1, 1). Throws Error if there is no such channel.
inline Array4 mask_without(std::vector<long> const& dropped, long n, long channels) {
  Array4 mask = Array4::from_shape({std::size_t(n), std::size_t(channels), 1, 1});
  mask.fill(1);
  for (long const c : dropped) {
    if (c < 0 || c >= channels) throw Error("filters", {"there are ", channels, ", and none of number ", c});
    for (long i = 0; i < n; ++i) mask.data()[i * channels + c] = 0;
  }
  return mask;
}

}  // namespace agon::study
