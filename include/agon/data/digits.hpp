#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/data/images.hpp>
#include <agon/data/picture.hpp>

/// Written digits, white on black, drawn by a pen that never moves twice alike: a set that needs no files.
namespace agon::data {

/// How digits are written.
struct DigitOptions {
  int size = 28;  ///< pixels a side
  std::uint64_t seed = 1;
};

namespace detail {

struct Point {
  float x = 0, y = 0;
};
using Stroke = std::vector<Point>;

/// The strokes of each digit in a box from (0, 0), upper left, to (1, 1): smooth curves through their points.
inline std::vector<Stroke> const& strokes_of(int digit) {
  static std::vector<Stroke> const strokes[10] = {
      {{{.50f, .04f},
        {.25f, .20f},
        {.19f, .50f},
        {.26f, .81f},
        {.50f, .96f},
        {.74f, .81f},
        {.81f, .50f},
        {.75f, .20f},
        {.50f, .04f}}},
      {{{.33f, .24f}, {.54f, .05f}}, {{.54f, .05f}, {.54f, .95f}}},
      {{{.20f, .27f}, {.33f, .08f}, {.60f, .06f}, {.76f, .25f}, {.66f, .50f}, {.40f, .74f}, {.18f, .93f}},
       {{.18f, .93f}, {.82f, .93f}}},
      {{{.22f, .15f}, {.46f, .05f}, {.71f, .16f}, {.68f, .37f}, {.42f, .47f}},
       {{.42f, .47f}, {.72f, .55f}, {.77f, .78f}, {.50f, .95f}, {.19f, .84f}}},
      {{{.56f, .05f}, {.16f, .64f}}, {{.16f, .64f}, {.86f, .64f}}, {{.63f, .38f}, {.62f, .95f}}},
      {{{.76f, .06f}, {.30f, .06f}},
       {{.30f, .06f}, {.26f, .46f}},
       {{.26f, .46f}, {.50f, .38f}, {.76f, .52f}, {.75f, .79f}, {.48f, .95f}, {.18f, .86f}}},
      {{{.68f, .06f},
        {.40f, .24f},
        {.23f, .56f},
        {.28f, .85f},
        {.52f, .96f},
        {.76f, .80f},
        {.71f, .57f},
        {.48f, .50f},
        {.26f, .66f}}},
      {{{.18f, .07f}, {.82f, .07f}}, {{.82f, .07f}, {.62f, .40f}, {.47f, .70f}, {.41f, .95f}}},
      {{{.50f, .47f},
        {.26f, .30f},
        {.31f, .10f},
        {.50f, .04f},
        {.69f, .10f},
        {.74f, .30f},
        {.50f, .47f},
        {.24f, .68f},
        {.28f, .89f},
        {.50f, .96f},
        {.72f, .89f},
        {.76f, .68f},
        {.50f, .47f}}},
      {{{.74f, .28f},
        {.55f, .48f},
        {.31f, .42f},
        {.25f, .21f},
        {.46f, .05f},
        {.68f, .12f},
        {.75f, .32f},
        {.71f, .64f},
        {.58f, .95f}}},
  };
  return strokes[digit];
}

/// Catmull and Rom's curve from b to c at t in [0, 1].
inline float curve(float a, float b, float c, float d, float t) {
  return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/// Lightens what lies within `radius` pixels of the line from p to q.
inline void ink(Picture& to, Point p, Point q, float radius) {
  float const dx = q.x - p.x, dy = q.y - p.y, length = std::max(dx * dx + dy * dy, 1e-6f), reach = radius + 1;
  int const x0 = std::max(0, int(std::min(p.x, q.x) - reach)),
            y0 = std::max(0, int(std::min(p.y, q.y) - reach));
  int const x1 = std::min(to.width - 1, int(std::max(p.x, q.x) + reach));
  int const y1 = std::min(to.height - 1, int(std::max(p.y, q.y) + reach));
  for (int y = y0; y <= y1; ++y)
    for (int x = x0; x <= x1; ++x) {
      float const px = float(x) + 0.5f - p.x, py = float(y) + 0.5f - p.y;
      float const t = std::clamp((px * dx + py * dy) / length, 0.f, 1.f);
      float const distance = std::hypot(px - t * dx, py - t * dy);
      float const light = std::clamp(0.5f + (radius - distance) / 1.3f, 0.f, 1.f);
      *to.at(x, y) = std::max(*to.at(x, y), std::uint8_t(255 * light));
    }
}

/// Digit number `sample`: its slant, turn, place, proportions, pen and the waviness of the hand are drawn by
/// chance.
inline Picture digit(int which, int size, std::uint64_t seed, std::uint32_t sample) {
  std::uint32_t drawn = 0;
  auto const between = [&](float low, float high) {
    return low + (high - low) * float(uniform(draw({seed, 0}, stream_of("data.digits"), sample, drawn++)));
  };
  constexpr float turn = 2 * std::numbers::pi_v<float>;
  float const unit = float(size) / 28, slant = between(-0.1f, 0.4f), angle = between(-0.15f, 0.15f);
  float const width = unit * between(14, 21), height = unit * between(17, 21);
  float const middle_x = float(size) / 2 + unit * between(-1.5f, 1.5f);
  float const middle_y = float(size) / 2 + unit * between(-1.5f, 1.5f);
  float const pen = unit * between(0.8f, 1.7f), press = between(-0.3f, 0.3f);
  float const wave_x = between(0.01f, 0.06f), phase_x = between(0, turn), wave_y = between(0.01f, 0.05f),
              phase_y = between(0, turn);
  auto const placed = [&](float x, float y) -> Point {
    float const u = x + wave_x * std::sin(5 * y + 2 * x + phase_x) - 0.5f;
    float const v = y + wave_y * std::sin(5 * x + 2 * y + phase_y) - 0.5f;
    float const px = width * u - slant * height * v, py = height * v;
    return {middle_x + std::cos(angle) * px - std::sin(angle) * py,
            middle_y + std::sin(angle) * px + std::cos(angle) * py};
  };
  Picture picture(size, size, 1);
  for (Stroke const& s : strokes_of(which))
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
      Point const a = s[i ? i - 1 : 0], b = s[i], c = s[i + 1], d = s[i + 2 < s.size() ? i + 2 : i + 1];
      constexpr int steps = 5;
      Point from = placed(b.x, b.y);
      for (int k = 1; k <= steps; ++k) {
        float const t = float(k) / steps;
        float const x = curve(a.x, b.x, c.x, d.x, t), y = curve(a.y, b.y, c.y, d.y, t);
        Point const to = placed(x, y);
        ink(picture, from, to, pen * (1 + press * (2 * y - 1)));
        from = to;
      }
    }
  return picture;
}

}  // namespace detail

/// `count` digits, as many of each; the same seed makes the same ones, and more of them begin with the fewer.
inline Images digits(int count, DigitOptions const& options = {}) {
  std::string const name = joined({"digits, seed ", options.seed});
  check_sizes(name, options.size, 0, 1);
  if (count < 1) throw Error(name, {"asked for ", count, " of them"});
  Images set{name, {image(1, options.size, options.size), 0, {}}, {}, {}, {}};
  set.pictures.reserve(std::size_t(count));
  for (int i = 0; i < count; ++i) {
    set.pictures.add(detail::digit(i % 10, options.size, options.seed, std::uint32_t(i)));
    set.labels.push_back(i % 10);
  }
  for (int i = 0; i < 10; ++i) set.classes.push_back(joined({i}));
  return set;
}

}  // namespace agon::data
