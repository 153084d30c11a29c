#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/pairs.hpp>
#include <agon/data/picture.hpp>
#include <agon/data/scene.hpp>
#include <agon/data/scene_view.hpp>

namespace agon::data {

namespace scene {

inline void put(Picture& to, int x, int y, Colour c) {
  float const parts[] = {c.r, c.g, c.b};
  for (int k = 0; k < 3; ++k) to.at(x, y)[k] = std::uint8_t(std::clamp(parts[k], 0.f, 1.f) * 255 + 0.5f);
}

/// The map of a landscape, and what it looks like. Where regions meet, four points are painted for each
/// pixel.
inline void paint(Layout const& layout, Noise const& noise, Picture& map, Picture& view) {
  int const size = map.width;
  float const pixel = 1 / float(size);
  std::vector<Seen> seen;
  seen.reserve(std::size_t(size) * std::size_t(size));
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      seen.push_back(layout.at((float(x) + 0.5f) * pixel, (float(y) + 0.5f) * pixel, noise));
      put(map, x, y, flat(seen.back().label));
    }
  Painter const painter(layout, noise);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      auto const at = [&](int i, int j) -> Seen const& {
        return seen[std::size_t(std::clamp(y + j, 0, size - 1) * size + std::clamp(x + i, 0, size - 1))];
      };
      bool inside = true;
      for (auto [i, j] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}})
        inside = inside && at(i, j).label == at(0, 0).label;
      float const px = float(x) * pixel, py = float(y) * pixel;
      Colour c;
      if (inside)
        c = painter(at(0, 0), px + 0.5f * pixel, py + 0.5f * pixel);
      else
        for (auto [i, j] : {std::pair{.25f, .25f}, {.75f, .25f}, {.25f, .75f}, {.75f, .75f}}) {
          float const sx = px + i * pixel, sy = py + j * pixel;
          c = c + 0.25f * painter(layout.at(sx, sy, noise), sx, sy);
        }
      put(view, x, y, c);
    }
}

}  // namespace scene

/// How landscapes are made.
struct SceneOptions {
  int size = 256;  ///< pixels a side
  std::uint64_t seed = 1;
  Direction direction = Direction::AtoB;  ///< A is the map, B the view
};

/// `count` pairs of a map (sky, sun, mountains, water, houses with windows and doors, trees, ..., each in its
/// colour) and the landscape it stands for. The same seed makes the same ones, and more of them begin with
/// the fewer.
inline Pairs scenes(int count, SceneOptions const& options = {}) {
  std::string const name = joined({"scenes, seed ", options.seed});
  if (count < 1) throw Error(name, {"asked for ", count, " of them"});
  Pairs set = empty_pairs(name, {.size = options.size});
  set.reserve(std::size_t(count));
  scene::Noise const noise(options.seed);
  Picture map(options.size, options.size, 3), view = map;
  for (int i = 0; i < count; ++i) {
    scene::paint(scene::Layout(options.seed, std::uint32_t(i)), noise, map, view);
    bool const forth = options.direction == Direction::AtoB;
    set.inputs.add(forth ? map : view);
    set.targets.add(forth ? view : map);
  }
  return set;
}

}  // namespace agon::data
