#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <agon/metric/nearest.hpp>

/// Walks through the latents of a generator (Radford et al. 2016, section 6.1): where pictures change evenly
/// along the way, it has learned more than pictures; sharp transitions are a sign of learning by heart.
namespace agon::study {

/// Some rows of a batch, in that order.
inline Array4 rows_of(Array4 const& x, std::vector<long> const& rows) {
  Array4 y = Array4::from_shape({rows.size(), x.shape(1), x.shape(2), x.shape(3)});
  std::size_t const size = x.shape(1) * x.shape(2) * x.shape(3);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] < 0 || rows[i] >= long(x.shape(0)))
      throw Error("rows", {"there are ", x.shape(0), " of them, and none of number ", rows[i]});
    std::copy_n(x.data() + std::size_t(rows[i]) * size, size, y.data() + i * size);
  }
  return y;
}

/// How a leg of a walk goes from one latent to the next.
enum class Path {
  straight,  // (1 - t) a + t b: the paper's
  spherical  // sin((1 - t) w) / sin w a + sin(t w) / sin w b, w the angle between: normal latents keep their
             // length (White 2016)
};

/// Latents along a walk through `ends`, (K, C, H, W), in `steps` equal steps of t a leg: (K - 1) steps + 1 of
/// them. Throws Error with fewer than two ends or one step, and where an arc has no direction: at a latent of
/// zeros, or between opposite ones.
inline Array4 walk(Array4 const& ends, int steps, Path path = Path::straight) {
  std::size_t const k = ends.shape(0), size = k ? ends.size() / k : 0, each = std::size_t(steps);
  if (k < 2 || steps < 1)
    throw Error("a walk", {"it takes at least two latents and a step, and these are ", k, " and ", steps});
  Array4 z = Array4::from_shape({(k - 1) * each + 1, ends.shape(1), ends.shape(2), ends.shape(3)});
  for (std::size_t leg = 0; leg + 1 < k; ++leg) {
    float const* const a = ends.data() + leg * size;
    float const* const b = a + size;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < size; ++i) {
      ab += double(a[i]) * b[i], aa += double(a[i]) * a[i], bb += double(b[i]) * b[i];
    }
    double const angle = std::acos(std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0)), sine = std::sin(angle);
    if (path == Path::spherical && (!(aa > 0) || !(bb > 0) || (angle > 3 && sine < 1e-6)))
      throw Error("a walk", {"there is no one arc from latent ", leg, " to the next"});
    bool const straight = path == Path::straight || sine < 1e-6;
    for (std::size_t s = 0; s < each + (leg + 2 == k); ++s) {
      double const t = double(s) / steps;
      double const of_a = straight ? 1 - t : std::sin((1 - t) * angle) / sine;
      double const of_b = straight ? t : std::sin(t * angle) / sine;
      float* const to = z.data() + (leg * each + s) * size;
      for (std::size_t i = 0; i < size; ++i) to[i] = float(of_a * a[i] + of_b * b[i]);
    }
  }
  return z;
}

/// How far features move from each sample to the next one.
struct Steps {
  double mean = 0, largest = 0;  // Euclidean lengths

  /// The largest step over the mean one: 1 for a walk of equal steps, and as many as there are steps for one
  /// that stands still but for a single jump. 1, too, for one that never moves.
  double unevenness() const { return mean > 0 ? largest / mean : 1; }
};

/// Of the rows of x, in their order. Throws Error if there are fewer than two, or one is not finite.
inline Steps steps_of(Array2 const& x) {
  metric::check_features("a walk", x, 2);
  Steps s;
  for (long i = 0; i + 1 < long(x.shape(0)); ++i) {
    double const length = std::sqrt(metric::squared_distance(x, i, x, i + 1));
    s.mean += length / double(x.shape(0) - 1);
    s.largest = std::max(s.largest, length);
  }
  return s;
}

/// What a generator that has learned pictures by heart would draw: for each of `drawn` the nearest of
/// `known`, by pixels.
inline Array4 recalled(Array4 const& drawn, Array4 const& known) {
  auto const found = metric::nearest(metric::flat(drawn), metric::flat(known));
  std::vector<long> rows;
  for (long i = 0; i < found.row.rows(); ++i) rows.push_back(found.row(i, 0));
  return rows_of(known, rows);
}

}  // namespace agon::study
