#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <agon/core/random.hpp>
#include <agon/metric/logistic_regression.hpp>
#include <agon/study/walk.hpp>

/// Arithmetic on latents (Radford et al. 2016, section 6.3.3): man with glasses - man + woman is woman with
/// glasses, where each word stands for the mean of three latents whose pictures show it.
namespace agon::study {

/// The mean of a batch of latents: (1, C, H, W).
inline Array4 mean_of(Array4 const& z) {
  if (z.shape(0) == 0) throw Error("a mean of latents", "there are none");
  Array4 m = Array4::from_shape({1, z.shape(1), z.shape(2), z.shape(3)});
  for (std::size_t i = 0; i < m.size(); ++i) {
    double sum = 0;
    for (std::size_t n = 0; n < z.shape(0); ++n) sum += double(z.data()[n * m.size() + i]);
    m.data()[i] = float(sum / double(z.shape(0)));
  }
  return m;
}

/// mean(a) - mean(b) + mean(c). Means of three normal latents make one of a normal one's length: 3 / 3 = 1.
inline Array4 combined(Array4 const& a, Array4 const& b, Array4 const& c) {
  Array4 y = mean_of(a);
  Array4 const less = mean_of(b), more = mean_of(c);
  if (y.shape() != less.shape() || y.shape() != more.shape())
    throw Error("arithmetic of latents", "they differ in shape");
  for (std::size_t i = 0; i < y.size(); ++i) y.data()[i] += more.data()[i] - less.data()[i];
  return y;
}

/// `count` latents: z itself in the middle of others at distances that are uniform within `by` in each
/// coordinate, as the paper shows its results.
inline Array4 around(Array4 const& z, int count, double by = 0.25, std::uint64_t seed = 1) {
  if (z.shape(0) != 1 || count < 1) throw Error("latents around one", {"there are ", z.shape(0), " of them"});
  Array4 all = rows_of(z, std::vector<long>(std::size_t(count), 0));
  for (int n = 0; n < count; ++n) {
    if (n == count / 2) continue;
    for (std::size_t i = 0; i < z.size(); ++i)
      all.data()[std::size_t(n) * z.size() + i] += float(
          by *
          (2 * uniform(draw({seed, 0}, stream_of("study.around"), std::uint32_t(n), std::uint32_t(i))) - 1));
  }
  return all;
}

/// The direction among latents in which an attribute of their pictures grows: the normal of the plane that
/// parts those with label 1 from those with 0, by logistic regression.
struct Direction {
  Array4 unit;                       // (1, C, H, W), of length 1
  metric::LogisticRegression probe;  // of latents
};

/// Throws Error as logistic_regression does.
inline Direction direction(Array4 const& z, std::span<std::int32_t const> labels, double c = 0.1) {
  Direction d{Array4::from_shape({1, z.shape(1), z.shape(2), z.shape(3)}),
              metric::logistic_regression(metric::flat(z), labels, c)};
  double const length = d.probe.weight.norm();
  if (!(length > 0)) throw Error("a direction of latents", "the attribute has none");
  for (std::size_t i = 0; i < d.unit.size(); ++i) d.unit.data()[i] = float(d.probe.weight[long(i)] / length);
  return d;
}

/// z + amount d for every latent of z.
inline Array4 moved(Array4 const& z, Array4 const& d, double amount) {
  if (z.shape(0) == 0 || d.shape(0) != 1 || d.size() != z.size() / z.shape(0))
    throw Error("a direction of latents",
                {"it has ", d.size(), " coordinates, and the latents have ", z.size(), " in ", z.shape(0)});
  Array4 y = z;
  for (std::size_t i = 0; i < y.size(); ++i) y.data()[i] += float(amount * double(d.data()[i % d.size()]));
  return y;
}

}  // namespace agon::study
