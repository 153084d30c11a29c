#pragma once
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include <agon/study/walk.hpp>

/// One coordinate of a latent at a time.
namespace agon::study {

/// `count` copies of a latent, (1, C, H, W), whose coordinate goes from `low` to `high` in equal steps.
/// Throws Error if it is no latent, or has no such coordinate.
inline Array4 sweep(Array4 const& z, long coordinate, double low, double high, int count) {
  if (z.shape(0) != 1 || coordinate < 0 || coordinate >= long(z.size()) || count < 2)
    throw Error("a sweep",
                {"it takes one latent, one of its ", z.size(), " coordinates and two steps: these are ",
                 z.shape(0), ", number ", coordinate, " and ", count});
  Array4 all = rows_of(z, std::vector<long>(std::size_t(count), 0));
  for (int i = 0; i < count; ++i)
    all.data()[long(i) * long(z.size()) + coordinate] = float(low + (high - low) * i / (count - 1));
  return all;
}

/// How much each coordinate does: the mean over `latents` of |G(z + by e_i) - G(z - by e_i)|, Euclidean, of
/// pictures by `draw`.
inline std::vector<double> coordinate_effects(std::function<Array4(Array4 const&)> const& draw,
                                              Array4 const& latents, double by = 1) {
  std::size_t const n = latents.shape(0);
  if (n < 1) throw Error("a sweep", "there are no latents");
  std::size_t const size = latents.size() / n;
  std::vector<double> effect(size);
  for (std::size_t i = 0; i < size; ++i) {
    Array4 up = latents, down = latents;
    for (std::size_t k = 0; k < n; ++k)
      up.data()[k * size + i] += float(by), down.data()[k * size + i] -= float(by);
    Array2 const x = metric::flat(draw(up)), y = metric::flat(draw(down));
    for (long k = 0; k < long(n); ++k)
      effect[i] += std::sqrt(metric::squared_distance(x, k, y, k)) / double(n);
  }
  return effect;
}

/// Indices from the largest number to the smallest.
inline std::vector<long> ranked(std::vector<double> const& numbers) {
  std::vector<long> order(numbers.size());
  std::iota(order.begin(), order.end(), 0l);
  std::sort(order.begin(), order.end(), [&](long a, long b) {
    double const x = numbers[std::size_t(a)], y = numbers[std::size_t(b)];
    return x > y || (x == y && a < b);
  });
  return order;
}

}  // namespace agon::study
