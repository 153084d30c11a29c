#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include <agon/data/scene.hpp>

/// The colours of a landscape: as a map, and as it looks.
namespace agon::data::scene {

/// A colour, each part from 0 to 1.
struct Colour {
  float r = 0, g = 0, b = 0;
  friend Colour operator+(Colour x, Colour y) { return {x.r + y.r, x.g + y.g, x.b + y.b}; }
  friend Colour operator*(Colour x, Colour y) { return {x.r * y.r, x.g * y.g, x.b * y.b}; }
  friend Colour operator*(float s, Colour x) { return {s * x.r, s * x.g, s * x.b}; }
};
inline Colour mix(Colour x, Colour y, float t) {
  t = std::clamp(t, 0.f, 1.f);
  return (1 - t) * x + t * y;
}

/// Of a region on the map.
inline Colour flat(Label label) {
  constexpr std::uint8_t colours[][3] = {{120, 190, 255}, {255, 230, 0},   {235, 235, 250}, {120, 105, 150},
                                         {90, 200, 70},   {215, 175, 120}, {20, 70, 220},   {235, 110, 60},
                                         {245, 215, 170}, {170, 20, 40},   {0, 225, 230},   {110, 55, 20},
                                         {0, 120, 40},    {0, 75, 80},     {75, 45, 35}};
  std::uint8_t const* const c = colours[label];
  return {float(c[0]) / 255, float(c[1]) / 255, float(c[2]) / 255};
}

/// Paints a layout. All that varies follows from the map: the height of the sun makes noon or dusk, its side
/// the light on walls and crowns and the shadows on the ground, and windows are lit at dusk.
class Painter {
 public:
  Painter(Layout const& layout, Noise const& noise) : at_(layout), noise_(noise) {
    dusk_ = std::clamp(1.15f - (at_.horizon - at_.sun_y) / 0.3f, 0.f, 1.f);
    light_ = mix({1.06f, 1.03f, 0.97f}, {0.86f, 0.58f, 0.46f}, dusk_);
  }

  Colour operator()(Seen const& seen, float x, float y) const {
    switch (seen.label) {
      case sky: return heaven(x, y);
      case sun: return mix({1, 0.98f, 0.85f}, {1, 0.72f, 0.35f}, dusk_);
      case cloud: {
        Colour const white = mix({1, 1, 1}, {1, 0.75f, 0.62f}, dusk_),
                     gray = mix({.72f, .76f, .84f}, {.5f, .38f, .48f}, dusk_);
        return mix(white, gray, 0.55f + 1.1f * seen.v + 0.8f * (noise_.rough(3 * seen.u, 3 * seen.v) - 0.5f));
      }
      case mountain: return rock(x, y);
      case grass: return shadow(x, y) * (light_ * meadow(x, y));
      case path: {
        float const grain = noise_(150 * x, 150 * y), depth = y - at_.horizon + 0.1f;
        return (shadow(x, y) * (0.75f + 0.3f * noise_.rough(6 * x / depth, 6 / depth) + 0.2f * grain)) *
               (light_ * Colour{.72f, .60f, .45f});
      }
      case water: return lake(x, y);
      case brick: return facing(seen) * (light_ * bricks(seen));
      case plaster:
        return (facing(seen) * (0.88f + 0.2f * noise_.rough(5 * seen.u + seen.thing->x * 9, 5 * seen.v))) *
               (light_ * Colour{.93f, .87f, .74f});
      case roof: return tiles(seen);
      case window: return glass(seen);
      case door: {
        bool const frame = seen.u < 0.1f || seen.u > 0.9f || seen.v > 0.94f;
        float const plank = std::abs(seen.u * 4 - std::floor(seen.u * 4) - 0.5f) > 0.42f ? 0.6f : 1;
        bool const knob = std::hypot(seen.u - 0.78f, (seen.v - 0.48f) * 1.7f) < 0.07f;
        return light_ * (frame  ? Colour{.85f, .82f, .75f}
                         : knob ? Colour{.95f, .8f, .3f}
                                : plank * Colour{.42f, .24f, .12f});
      }
      case leaves: {
        float const bump = noise_.rough(5 * seen.u + seen.thing->phase, 5 * seen.v);
        return round_light(seen.u, seen.v, *seen.thing, bump) *
               (light_ * mix({.20f, .42f, .10f}, {.50f, .66f, .20f}, 2 * bump - 0.6f));
      }
      case fir: {
        float const tier = (seen.v - 0.12f) / 0.88f * 3.5f, down = 1 - (tier - std::floor(tier));
        float const side = seen.u * toward_sun(seen.thing->x);
        return (0.65f + 0.45f * down + 0.5f * side +
                0.5f * (noise_(26 * seen.u, 16 * seen.v + seen.thing->phase) - 0.5f)) *
               (light_ * Colour{.10f, .30f, .20f});
      }
      case trunk:
        return (0.9f + 2 * seen.u * toward_sun(seen.thing->x) +
                0.5f * (noise_(40 * seen.u, 6 * seen.v) - 0.5f)) *
               (light_ * Colour{.38f, .26f, .17f});
    }
    return {};
  }

 private:
  /// From -1, the sun stands left of x, to 1, right of it.
  float toward_sun(float x) const { return std::clamp((at_.sun_x - x) * 3, -1.f, 1.f); }

  Colour heaven(float x, float y) const {
    float const up = std::clamp(1 - y / at_.horizon, 0.f, 1.f);
    Colour const day = mix({.80f, .90f, .98f}, {.22f, .48f, .86f}, std::sqrt(up));
    Colour const evening = mix({1.0f, .62f, .36f}, {.25f, .22f, .48f}, std::sqrt(up));
    float const glow = std::exp(-5 * std::hypot(x - at_.sun_x, y - at_.sun_y));
    return mix(day, evening, dusk_) + (0.45f * glow) * mix({1, 1, .85f}, {1, .55f, .2f}, dusk_);
  }

  Colour rock(float x, float y) const {
    float const height = (at_.horizon - y) / 0.3f, grain = noise_.rough(14 * x + at_.ridge_offset, 9 * y);
    float const slope = noise_.rough(14 * x + at_.ridge_offset + 0.12f * toward_sun(x), 9 * y) - grain;
    Colour const stone = mix({.36f, .40f, .34f}, {.50f, .46f, .44f}, 2 * grain - 0.4f);
    Colour const bare = mix(stone, {.97f, .97f, 1}, 12 * (height - 0.45f - 0.5f * (grain - 0.5f)));
    return mix((std::clamp(0.85f - 4.5f * slope, 0.45f, 1.3f)) * (light_ * bare), heaven(x, at_.horizon),
               0.45f - 0.35f * height);
  }

  Colour meadow(float x, float y) const {
    float const depth = y - at_.horizon + 0.06f;  // far grass is fine and pale, near grass coarse and deep
    float const patch = noise_.rough(1.2f * x / depth, 1.2f / depth), blade = noise_(110 * x, 45 * y);
    Colour const green = mix({.58f, .68f, .32f}, {.27f, .50f, .14f}, 2.2f * depth + 0.8f * (patch - 0.5f));
    return (0.8f + 0.4f * blade * std::min(1.f, 3 * depth) + 0.35f * (patch - 0.5f)) * green;
  }

  /// Things throw it away from the sun, longer at dusk.
  float shadow(float x, float y) const {
    float dark = 0;
    for (Thing const& t : at_.things) {
      float const away = -toward_sun(t.x) * t.height * (0.4f + 0.9f * dusk_);
      float const along = std::clamp((x - t.x) * away / (away * away + 1e-4f), 0.f, 1.f);
      float const d = std::hypot((x - t.x - along * away) / t.half_width,
                                 (y - t.ground) / (0.16f * t.half_width + 0.004f));
      dark = std::max(dark, std::clamp(2.2f - 1.8f * d, 0.f, 1.f) * (1 - 0.5f * along));
    }
    return 1 - 0.5f * dark;
  }

  Colour lake(float x, float y) const {
    float const depth = y - at_.horizon + 0.05f, wave = noise_(5 * x / depth, 40 / depth) - 0.5f;
    Colour const mirrored = heaven(x, std::max(0.f, 2 * at_.horizon - y - 0.25f + 0.1f * wave));
    float const glitter = std::exp(-30 * std::abs(x - at_.sun_x)) * std::max(0.f, wave) * 1.6f;
    return mix({.06f, .20f, .30f}, mirrored, 0.62f + 0.45f * wave) + glitter * light_;
  }

  /// Walls are lighter towards the sun, and dark under the eaves.
  float facing(Seen const& s) const {
    return (0.92f + 0.18f * s.u * toward_sun(s.thing->x)) * (s.v > 0.93f ? 0.72f : 1.f);
  }

  Colour bricks(Seen const& s) const {
    float const rows = 9 * float(s.thing->storeys), across = 5 * float(s.thing->columns);
    float const row = s.v * rows, i = row - std::floor(row);
    float const column = (s.u + 1) / 2 * across + (int(row) % 2 ? 0.5f : 0.f),
                j = column - std::floor(column);
    if (i < 0.16f || j < 0.1f) return {.66f, .50f, .42f};
    return (0.8f + 0.45f * noise_(std::floor(column) + 0.5f + 31 * s.thing->x, std::floor(row))) *
           Colour{.64f, .30f, .22f};
  }

  Colour tiles(Seen const& s) const {
    float const row = s.v * 8, i = row - std::floor(row);
    float const column = s.u * 12 + (int(row) % 2 ? 0.5f : 0.f);
    float const tone = 0.7f + 0.4f * noise_(std::floor(column) + 57 * s.thing->x, std::floor(row) + 7);
    return (tone * (1.12f - 0.4f * i) * (1 + 0.16f * s.u * toward_sun(s.thing->x))) *
           (light_ * Colour{.56f, .24f, .20f});
  }

  Colour glass(Seen const& s) const {
    bool const bar = std::abs(s.u - 0.5f) < 0.06f || std::abs(s.v - 0.5f) < 0.05f;
    if (bar || s.u < 0.1f || s.u > 0.9f || s.v < 0.09f || s.v > 0.91f)
      return light_ * Colour{.94f, .93f, .90f};
    Colour const day = mix({.14f, .20f, .28f}, {.55f, .70f, .85f},
                           s.v * 0.8f + 0.25f * (s.u - 0.5f) * toward_sun(s.thing->x));
    return mix(day, mix({1, .66f, .20f}, {1, .93f, .60f}, 1.4f - 2 * std::hypot(s.u - 0.5f, s.v - 0.5f)),
               3 * dusk_ - 0.9f);
  }

  /// A ball of leaves, lit from the side of the sun and from above.
  float round_light(float u, float v, Thing const& t, float bump) const {
    float const r = std::min(1.f, u * u + v * v);
    return 0.62f + 0.38f * (0.75f * u * toward_sun(t.x) + 0.65f * v + 0.6f * std::sqrt(1 - r)) +
           0.5f * (bump - 0.5f);
  }

  Layout const& at_;
  Noise const& noise_;
  float dusk_ = 0;  // 0 with the sun high, 1 with the sun low
  Colour light_;
};

}  // namespace agon::data::scene
