#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include <agon/metric/nearest.hpp>

/// Which modes of a distribution samples have found, where its modes are known: the centres of a mixture, or
/// the classes of a labelled set.
namespace agon::metric {

/// KL(p || q) = sum p log(p / q), in nats, of two lists of counts or weights; 0 on, infinite if p has what q
/// has not. Throws Error if they are not of one length, one is negative or not finite, or all are zero.
inline double kl(std::span<double const> p, std::span<double const> q) {
  if (p.size() != q.size())
    throw Error("the divergence",
                {"one distribution is over ", p.size(), " modes and the other over ", q.size()});
  double sums[2] = {};
  for (int k = 0; k < 2; ++k) {
    for (double v : k ? q : p) {
      if (!(v >= 0) || !std::isfinite(v)) throw Error("the divergence", {"a mode has the weight ", v});
      sums[k] += v;
    }
    if (!(sums[k] > 0)) throw Error("the divergence", "all modes of a distribution are empty");
  }
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i] > 0)
      sum += q[i] > 0 ? p[i] / sums[0] * std::log(p[i] / sums[0] * sums[1] / q[i])
                      : std::numeric_limits<double>::infinity();
  return std::max(sum, 0.0);
}

struct ModeCoverage {
  std::vector<double> counts;  ///< samples at each mode
  int found = 0;               ///< modes with a good one
  double good = 0;             ///< share of good samples; 0 to 1
  double kl = 0;               ///< KL(samples at modes || truth), nats; kl(truth, counts) is its reverse
};

/// The centres of `modes` Gaussians on a circle, the first on the right: (modes, 2). Metz et al. 2017 have 8
/// of deviation 0.02 at radius 2.
inline Array2 ring(int modes = 8, double radius = 2) {
  if (modes < 1) throw Error("a ring of modes", {"asked for ", modes});
  Array2 x = Array2::from_shape({std::size_t(modes), 2});
  for (int i = 0; i < modes; ++i) {
    double const angle = 2 * std::numbers::pi * i / modes;
    x(std::size_t(i), 0) = float(radius * std::cos(angle));
    x(std::size_t(i), 1) = float(radius * std::sin(angle));
  }
  return x;
}
/// Those of a square of side x side Gaussians about 0: (side^2, 2). Gulrajani et al. 2017 have 25 of
/// deviation 0.05 at distance 2.
inline Array2 lattice(int side = 5, double spacing = 2) {
  if (side < 1) throw Error("a lattice of modes", {"asked for ", side, " a side"});
  Array2 x = Array2::from_shape({std::size_t(side) * std::size_t(side), 2});
  for (int i = 0; i < side * side; ++i) {
    x(std::size_t(i), 0) = float(spacing * (i / side - (side - 1) / 2.0));
    x(std::size_t(i), 1) = float(spacing * (i % side - (side - 1) / 2.0));
  }
  return x;
}

/// Coverage of a mixture of equal round Gaussians of that deviation about `centres`, (modes, features). A
/// sample counts at its nearest centre, and is good within `within` deviations of it: 3 in Srivastava et al.
/// 2017 (VEEGAN, section 5), 4 in Azadi et al. 2019. The divergence is that of all samples' modes, good or
/// not, to the uniform distribution (Lin et al. 2018, PacGAN). Throws Error if a set is empty or not finite,
/// widths differ, or a number is not above zero.
inline ModeCoverage mixture_modes(Array2 const& samples, Array2 const& centres, double deviation,
                                  double within = 3) {
  check_sets("mode coverage", samples, centres);
  if (!(deviation > 0) || !(within > 0))
    throw Error("mode coverage", {"a sample is good within ", within, " deviations of ", deviation});
  std::size_t const modes = centres.shape(0);
  ModeCoverage c{std::vector<double>(modes), 0, 0, 0};
  Neighbours const at = nearest(samples, centres);
  std::vector<char> seen(modes);
  long good = 0;
  for (long i = 0; i < at.row.rows(); ++i) {
    std::size_t const mode = std::size_t(at.row(i, 0));
    c.counts[mode] += 1;
    if (std::sqrt(at.squared(i, 0)) > within * deviation) continue;
    seen[mode] = 1;
    ++good;
  }
  c.found = int(std::count(seen.begin(), seen.end(), 1));
  c.good = double(good) / double(at.row.rows());
  c.kl = kl(c.counts, std::vector<double>(modes, 1.0));
  return c;
}

/// Coverage of classes 0 .. classes - 1 by the labels that a classifier gives to samples, all of which are
/// good; `truth` has the weight of each class, and is uniform if empty. With stacked_labels, the 1000 modes
/// of Stacked MNIST (Metz et al. 2017, 3.3.1; Srivastava et al. 2017). Throws Error if there are no labels or
/// one is no class, or as kl does.
inline ModeCoverage class_modes(std::span<std::int32_t const> labels, int classes,
                                std::span<double const> truth = {}) {
  if (labels.empty() || classes < 1)
    throw Error("mode coverage", {"there are ", labels.size(), " labels of ", classes, " classes"});
  check_labels("mode coverage", long(labels.size()), labels, classes);
  ModeCoverage c{std::vector<double>(std::size_t(classes)), 0, 1, 0};
  for (std::int32_t l : labels) c.counts[std::size_t(l)] += 1;
  c.found = int(std::count_if(c.counts.begin(), c.counts.end(), [](double n) { return n > 0; }));
  std::vector<double> const uniform(std::size_t(classes), 1.0);
  c.kl = kl(c.counts, truth.empty() ? std::span<double const>(uniform) : truth);
  return c;
}

/// One label out of several of each sample, the first of the highest place: of digits 1, 2 and 3 in three
/// channels, 123. Throws Error if there are none, not as many of each, or one is no class.
inline std::vector<std::int32_t> stacked_labels(std::span<std::vector<std::int32_t> const> channels,
                                                int classes = 10) {
  if (channels.empty() || classes < 1 || std::pow(double(classes), double(channels.size())) > 1e9)
    throw Error("stacked labels", {"there are ", channels.size(), " channels of ", classes, " classes"});
  std::vector<std::int32_t> all(channels[0].size(), 0);
  for (auto const& labels : channels) {
    check_labels("stacked labels", long(all.size()), labels, classes);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = all[i] * classes + labels[i];
  }
  return all;
}

}  // namespace agon::metric
