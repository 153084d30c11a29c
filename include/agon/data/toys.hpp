#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numbers>
#include <string>
#include <utility>

#include <agon/core/random.hpp>
#include <agon/data/points.hpp>

/// Points of the plane by known laws: whether a generator finds every mode of its data, and the law between
/// two numbers, can be measured here. Point k depends on the seed and on k alone.
namespace agon::data {

struct ToyOptions {
  std::uint64_t seed = 1;
};

/// Sizes of the sets of Gulrajani et al. 2017 (gan_toy.py), before and after they are scaled.
inline constexpr double ring_scale = 1.414, lattice_scale = 2.828, roll_scale = 7.5;
inline constexpr double ring_deviation = 0.02 / ring_scale, lattice_deviation = 0.05 / lattice_scale,
                        roll_deviation = 0.25 / roll_scale;

namespace detail {

/// The chances of one point.
struct Chances {
  std::uint64_t seed;
  std::uint32_t stream, point, used = 0;

  std::array<std::uint32_t, 4> words() { return draw({seed, 0}, stream, point, used++); }
  double uniform() { return agon::uniform(words()); }
  double normal() { return agon::normal(words()); }
  /// One of 0, ..., n - 1, all equally likely.
  int of(int n) { return int(below(words(), std::uint32_t(n))); }
};

/// `count` points (x, y) = law(chances).
inline Points drawn(std::string const& what, char const* stream, int count, ToyOptions const& o,
                    auto const& law) {
  Points set{.name = joined({what, ", seed ", o.seed}), .numbers = {}, .centre = {}, .scale = {}};
  if (count < 1) throw Error(set.name, {"asked for ", count, " points"});
  set.numbers.reserve(2 * std::size_t(count));
  for (int i = 0; i < count; ++i) {
    Chances chances{o.seed, stream_of(stream), std::uint32_t(i)};
    auto const [x, y] = law(chances);
    for (double const v : {x, y}) set.numbers.push_back(float(v));
  }
  return set;
}

}  // namespace detail

/// Eight Gaussians of deviation 0.02 on a circle of radius 2, all divided by 1.414. Their centres are
/// `metric::ring(8, 2 / ring_scale)`.
inline Points eight_gaussians(int count, ToyOptions const& o = {}) {
  return detail::drawn("eight Gaussians", "data.eight_gaussians", count, o, [](detail::Chances& by) {
    double const angle = std::numbers::pi / 4 * by.of(8), dx = 0.02 * by.normal(), dy = 0.02 * by.normal();
    return std::pair((2 * std::cos(angle) + dx) / ring_scale, (2 * std::sin(angle) + dy) / ring_scale);
  });
}

/// 25 Gaussians of deviation 0.05 on a grid of -4, -2, 0, 2, 4, all divided by 2.828. Their centres are
/// `metric::lattice(5, 2 / lattice_scale)`.
inline Points lattice_gaussians(int count, ToyOptions const& o = {}) {
  return detail::drawn("25 Gaussians", "data.lattice_gaussians", count, o, [](detail::Chances& by) {
    int const mode = by.of(25);
    double const dx = 0.05 * by.normal(), dy = 0.05 * by.normal();
    return std::pair((2 * (mode / 5 - 2) + dx) / lattice_scale, (2 * (mode % 5 - 2) + dy) / lattice_scale);
  });
}

/// A spiral, (t cos t, t sin t) with t uniform from 1.5 pi to 4.5 pi, and noise of deviation 0.25, all
/// divided by 7.5: axes 0 and 2 of scikit-learn's Swiss roll.
inline Points swiss_roll(int count, ToyOptions const& o = {}) {
  return detail::drawn("a Swiss roll", "data.swiss_roll", count, o, [](detail::Chances& by) {
    double const t = 1.5 * std::numbers::pi * (1 + 2 * by.uniform()), dx = 0.25 * by.normal(),
                 dy = 0.25 * by.normal();
    return std::pair((t * std::cos(t) + dx) / roll_scale, (t * std::sin(t) + dy) / roll_scale);
  });
}

/// Middles of `parts` equal parts of the roll, all as likely, without noise: (parts, 2).
inline Array2 swiss_roll_parts(int parts) {
  if (parts < 1) throw Error("a Swiss roll", {"asked for ", parts, " parts"});
  Array2 x = Array2::from_shape({std::size_t(parts), 2});
  for (int i = 0; i < parts; ++i) {
    double const t = 1.5 * std::numbers::pi * (1 + 2 * (i + 0.5) / parts);
    x(std::size_t(i), 0) = float(t * std::cos(t) / roll_scale);
    x(std::size_t(i), 1) = float(t * std::sin(t) / roll_scale);
  }
  return x;
}

/// Height and weight of people: centimetres, normal of mean 172 and deviation 9, and kilograms, 0.9 (height -
/// 100) times a normal factor of mean 1 and deviation 0.12. Nobody was measured for it; to be trained with
/// after `standardised`.
inline Points people(int count, ToyOptions const& o = {}) {
  return detail::drawn("height and weight", "data.people", count, o, [](detail::Chances& by) {
    double const height = 172 + 9 * by.normal();
    return std::pair(height, 0.9 * (height - 100) * (1 + 0.12 * by.normal()));
  });
}

}  // namespace agon::data
