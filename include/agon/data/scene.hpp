#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <agon/core/random.hpp>

/// What stands where in a landscape that chance has laid out. x goes right and y down, both from 0 to 1.
namespace agon::data::scene {

/// Smooth noise in [0, 1], of wavelength 1, that repeats after 64.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : at_(64 * 64) {
    for (std::uint32_t i = 0; i < 64 * 64; ++i)
      at_[i] = float(uniform(draw({seed, 0}, stream_of("data.scenes.noise"), 0, i)));
  }

  float operator()(float x, float y) const {
    float const fx = std::floor(x), fy = std::floor(y);
    auto const smooth = [](float t) { return t * t * (3 - 2 * t); };
    auto const corner = [&](int i, int j) {
      return at_[std::size_t(((int(fy) + j) & 63) * 64 + ((int(fx) + i) & 63))];
    };
    float const u = smooth(x - fx), v = smooth(y - fy);
    return std::lerp(std::lerp(corner(0, 0), corner(1, 0), u), std::lerp(corner(0, 1), corner(1, 1), u), v);
  }

  /// Four octaves, each half as strong as the one before: rough.
  float rough(float x, float y) const {
    float sum = 0;
    for (int k = 0; k < 4; ++k)
      sum += (*this)(x * float(1 << k) + float(17 * k), y * float(1 << k)) / float(2 << k);
    return sum / 0.9375f;
  }

 private:
  std::vector<float> at_;
};

enum Label {
  sky,
  sun,
  cloud,
  mountain,
  grass,
  path,
  water,
  brick,
  plaster,
  roof,
  window,
  door,
  leaves,
  fir,
  trunk
};

/// A house or a tree, on the ground.
struct Thing {
  Label kind = leaves;  ///< leaves or fir: a tree; brick or plaster: a house
  float x = 0, ground = 0, half_width = 0, height = 0;
  float ridge = 0;  ///< of a house: half the length of its ridge over half its width
  int columns = 2, storeys = 1, door_column = 0;  ///< of a house
  float phase = 0;                                ///< of a tree: of the waves of its crown
};

struct Cloud {
  float x = 0, y = 0, size = 0, phase = 0;
};

/// What is seen at a point.
struct Seen {
  Label label = sky;
  Thing const* thing = nullptr;
  float u = 0, v = 0;  ///< where on it: see Layout::on
};

/// A landscape: number `sample` of a seed.
struct Layout {
  float horizon, sun_x, sun_y, sun_size;
  float peaks, ridge_offset;             // height of the mountains; where in the noise their ridge lies
  float lake_x, lake_y, lake_w, lake_h;  // centre and half axes; no lake if lake_w is 0
  float bend;                            // of the path
  std::vector<Thing> things;             // the nearest first
  std::vector<Cloud> clouds;
  Thing home;  // where the path begins

  Layout(std::uint64_t seed, std::uint32_t sample) {
    std::uint32_t drawn = 0;
    auto const between = [&](float low, float high) {
      return low + (high - low) * float(uniform(draw({seed, 0}, stream_of("data.scenes"), sample, drawn++)));
    };
    auto const choose = [&](int n) { return std::min(n - 1, int(between(0, float(n)))); };
    horizon = between(0.45f, 0.6f);
    sun_x = between(0.08f, 0.92f);
    sun_y = between(0.07f, horizon - 0.06f);
    sun_size = between(0.03f, 0.05f);
    peaks = between(0.08f, 0.34f);
    ridge_offset = between(0, 60);
    bend = between(-0.5f, 0.5f);
    for (int i = 0, n = choose(4); i < n; ++i)
      clouds.push_back(
          {between(0, 1), between(0.05f, horizon - 0.15f), between(0.06f, 0.14f), between(0, 60)});
    int const houses = 1 + choose(2), trees = 3 + choose(6);
    float front = 0;  // where the nearest house stands
    for (int i = 0; i < houses + trees; ++i) {
      Thing t;
      t.x = i < houses ? (float(i) + between(0.25f, 0.75f)) / float(houses) : between(0, 1);
      t.ground = horizon + (i < houses ? between(0.08f, 0.22f) : between(0.02f, 0.36f));
      float const near = t.ground - horizon;  // things grow on their way from the horizon to us
      if (i < houses) {
        t.kind = choose(2) ? brick : plaster;
        t.columns = 2 + choose(3);
        t.storeys = 1 + choose(2);
        t.door_column = choose(t.columns);
        t.half_width = (0.035f + 0.12f * near) * float(t.columns);
        t.height = (0.075f + 0.28f * near) * float(t.storeys);
        t.ridge = choose(2) ? between(0.4f, 0.8f) : 0;
      } else {
        t.kind = choose(3) ? leaves : fir;
        t.height = (0.1f + 0.75f * near) * between(0.8f, 1.2f);
        t.half_width = t.height * (t.kind == fir ? between(0.18f, 0.26f) : between(0.26f, 0.36f));
        t.phase = between(0, 60);
      }
      if (i == 0) home = t;
      if (i < houses) front = std::max(front, t.ground);
      if (i == houses - 1) {  // the lake lies before the houses and beside the path
        bool const lake = choose(3) > 0;
        lake_w = lake ? between(0.18f, 0.45f) : 0;
        lake_h = lake_w * between(0.2f, 0.32f);
        lake_y = front + lake_h + between(0.03f, 0.12f);
        lake_x = door_x(home) + (bend > 0 ? -1.f : 1.f) * (lake_w + between(0.05f, 0.2f));
      }
      bool const wet = i >= houses && std::hypot((t.x - lake_x) / (lake_w + 0.04f),
                                                 (t.ground - lake_y) / (lake_h + 0.02f)) < 1;
      if (i < houses || !wet) things.push_back(t);
    }
    std::sort(things.begin(), things.end(),
              [](Thing const& a, Thing const& b) { return a.ground > b.ground; });
  }

  /// Height of the mountains over the horizon.
  float ridge(float x, Noise const& noise) const {
    return peaks * (noise.rough(3 * x + ridge_offset, 0.5f) * 1.4f - 0.25f);
  }

  Seen at(float x, float y, Noise const& noise) const {
    for (Thing const& t : things)
      if (Seen const seen = on(t, x, y, noise); seen.thing) return seen;
    if (y > horizon) {
      if (lake_w > 0) {
        float const shore = 1 + 0.25f * (noise(7 * x, 7 * y + ridge_offset) - 0.5f);
        if (std::hypot((x - lake_x) / lake_w, (y - lake_y) / lake_h) < shore) return {water};
      }
      float const t = (y - home.ground) / (1 - home.ground);
      float const middle = door_x(home) + bend * t * t + 0.02f * std::sin(9 * t);
      return {t > 0 && std::abs(x - middle) < 0.012f + 0.07f * t ? path : grass};
    }
    if (y > horizon - ridge(x, noise)) return {mountain};
    for (Cloud const& c : clouds) {
      float const u = (x - c.x) / c.size, v = (y - c.y) / c.size;
      float const edge = 0.75f + 0.6f * (noise.rough(2 * u + c.phase, 2 * v) - 0.5f);
      if (v < 0.25f && std::hypot(u * 0.5f, v * 1.3f) < edge) return {cloud, nullptr, u, v};
    }
    return {std::hypot(x - sun_x, y - sun_y) < sun_size ? sun : sky};
  }

  static float door_x(Thing const& house) {
    return house.x + house.half_width * ((2 * float(house.door_column) + 1) / float(house.columns) - 1);
  }

 private:
  /// u, v: on windows and doors from 0 to 1 over their width and height; elsewhere over half the thing's
  /// width, from its middle, and over its height, from the ground.
  static Seen on(Thing const& t, float x, float y, Noise const& noise) {
    float const u = (x - t.x) / t.half_width, v = (t.ground - y) / t.height;
    if (v < 0 || v > 1.7f || std::abs(u) > 1.2f) return {};
    if (t.kind == fir) {
      if (v < 0.12f) return std::abs(u) < 0.14f ? Seen{trunk, &t, u, v} : Seen{};
      float const tier = (v - 0.12f) / 0.88f * 3.5f, down = 1 - (tier - std::floor(tier));
      float const reach = (1 - v) * (0.7f + 0.45f * down) + 0.06f * (noise(9 * v + t.phase, 3) - 0.5f);
      return v < 1 && std::abs(u) < reach ? Seen{fir, &t, u, v} : Seen{};
    }
    if (t.kind == leaves) {
      float const px = u, py = (v - 0.65f) * t.height / t.half_width;
      float const radius = 0.88f + 0.35f * (noise.rough(2 * px + t.phase, 2 * py) - 0.5f);
      if (std::hypot(px, py) < radius) return {leaves, &t, px, py};
      return v < 0.5f && std::abs(u) < 0.13f - 0.08f * v ? Seen{trunk, &t, u, v} : Seen{};
    }
    float const gable = t.storeys == 1 ? 0.65f : 0.4f;
    if (v > 1) {
      float const up = (v - 1) / gable, half = 1.14f + up * (t.ridge - 1.14f);
      return up < 1 && std::abs(u) < half ? Seen{roof, &t, u, up} : Seen{};
    }
    if (std::abs(u) > 1) return {};
    float const across = (u + 1) / 2 * float(t.columns), up = v * float(t.storeys);
    int const column = std::min(int(across), t.columns - 1), storey = std::min(int(up), t.storeys - 1);
    float const i = across - float(column), j = up - float(storey);
    if (storey == 0 && column == t.door_column) {
      if (i > 0.28f && i < 0.72f && j < 0.72f) return {door, &t, (i - 0.28f) / 0.44f, j / 0.72f};
    } else if (i > 0.24f && i < 0.76f && j > 0.32f && j < 0.8f) {
      return {window, &t, (i - 0.24f) / 0.52f, (j - 0.32f) / 0.48f};
    }
    return {t.kind, &t, u, v};
  }
};

}  // namespace agon::data::scene
