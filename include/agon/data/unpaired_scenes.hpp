#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include <agon/core/error.hpp>
#include <agon/data/pairs.hpp>
#include <agon/data/scenes.hpp>
#include <agon/data/unpaired.hpp>

/// Landscapes of two kinds, without pairs, for systems that learn from such sets. Which picture of the second
/// kind a picture of the first should become is known here, and so is how far a system gets.
namespace agon::data {

/// What makes the second kind of the first.
enum class SceneChange {
  evening,     ///< other colours
  upside_down  ///< another structure: the sky is below
};

/// The same landscape as one of the second kind.
inline Picture changed(Picture const& view, SceneChange change) {
  Picture to(view.width, view.height, 3);
  for (int y = 0; y < view.height; ++y)
    for (int x = 0; x < view.width; ++x) {
      std::uint8_t* const out = to.at(x, y);
      if (change == SceneChange::upside_down) {
        std::copy_n(view.at(x, view.height - 1 - y), 3, out);
        continue;
      }
      // Thousandths, so that all machines make the same bytes; the rows sum to less than 1: it is getting
      // dark.
      constexpr std::array<std::array<int, 4>, 3> light{
          {{350, 50, 450, 20'000}, {100, 550, 100, 5'000}, {450, 50, 200, 30'000}}};
      std::uint8_t const* const in = view.at(x, y);
      for (std::size_t c = 0; c < 3; ++c) {
        auto const& l = light[c];
        out[c] =
            std::uint8_t(std::min(255, (l[0] * in[0] + l[1] * in[1] + l[2] * in[2] + l[3] + 500) / 1000));
      }
    }
  return to;
}

struct UnpairedSceneOptions {
  int size = 64;  ///< pixels a side
  std::uint64_t seed = 1;
  std::uint32_t first = 0;  ///< number of the first landscape: others than those that one trains with
  SceneChange change = SceneChange::evening;
};

namespace detail {

/// Landscape number i, counted from the first.
inline Picture landscape(UnpairedSceneOptions const& o, scene::Noise const& noise, std::uint32_t i) {
  Picture map(o.size, o.size, 3), view = map;
  scene::paint(scene::Layout(o.seed, o.first + i), noise, map, view);
  return view;
}
inline void check_landscapes(int count, UnpairedSceneOptions const& o) {
  std::string const name = joined({"landscapes, seed ", o.seed});
  if (count < 1) throw Error(name, {"asked for ", count, " of them"});
  check_sizes(name, o.size, 0, 3);
}

}  // namespace detail

/// `count` landscapes, and as many of the second kind, of other places.
inline Unpaired unpaired_scenes(int count, UnpairedSceneOptions const& o = {}) {
  detail::check_landscapes(count, o);
  Images const none{joined({"landscapes, seed ", o.seed}), {image(3, o.size, o.size), 0, {}}, {}, {}, {}};
  Unpaired set{none.name, none, none, {}};
  scene::Noise const noise(o.seed);
  for (int i = 0; i < count; ++i) {
    set.a.pictures.add(detail::landscape(o, noise, std::uint32_t(i)));
    set.b.pictures.add(changed(detail::landscape(o, noise, std::uint32_t(count + i)), o.change));
  }
  return set;
}

/// `count` landscapes beside what each should become: to measure with, not to train.
inline Pairs changed_scenes(int count, UnpairedSceneOptions const& o = {}) {
  detail::check_landscapes(count, o);
  Pairs set = empty_pairs(joined({"changed landscapes, seed ", o.seed}), {.size = o.size});
  scene::Noise const noise(o.seed);
  for (int i = 0; i < count; ++i) {
    Picture const view = detail::landscape(o, noise, std::uint32_t(i));
    set.inputs.add(view);
    set.targets.add(changed(view, o.change));
  }
  return set;
}

}  // namespace agon::data
