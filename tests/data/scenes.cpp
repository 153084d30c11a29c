#include <array>
#include <doctest/doctest.h>
#include <set>

#include <agon/data/batches.hpp>
#include <agon/data/scenes.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("the same seed makes the same landscapes, and more of them begin with the fewer") {
  Pairs const few = scenes(2, {.size = 32}), more = scenes(3, {.size = 32}),
              other = scenes(2, {.size = 32, .seed = 2});
  CHECK(few.count() == 2);
  CHECK(few.input_shape() == agon::image(3, 32, 32));
  for (auto part : {&Pairs::inputs, &Pairs::targets}) {
    CHECK(std::equal((few.*part).planes.begin(), (few.*part).planes.end(), (more.*part).planes.begin()));
    CHECK((few.*part).planes != (other.*part).planes);
  }
  Pairs const back = scenes(2, {.size = 32, .direction = Direction::BtoA});
  CHECK(back.inputs.planes == few.targets.planes);
  CHECK(back.targets.planes == few.inputs.planes);
}

TEST_CASE("maps have the flat colours of the regions, views have many") {
  Pairs const set = scenes(8, {.size = 64});
  auto const batch = take(set, 0, 8);
  auto const colours = [](agon::Array4 const& images) {
    std::set<std::array<float, 3>> found;
    for (std::size_t i = 0; i < 8; ++i)
      for (std::size_t y = 0; y < 64; ++y)
        for (std::size_t x = 0; x < 64; ++x)
          found.insert({images(i, 0, y, x), images(i, 1, y, x), images(i, 2, y, x)});
    return found.size();
  };
  CHECK(colours(batch.input) > 9);
  CHECK(colours(batch.input) <= 15);
  CHECK(colours(batch.target) > 2000);
}

TEST_CASE("a map of any size shows the same landscape") {
  Pairs const small = scenes(1, {.size = 32}), large = scenes(1, {.size = 96});
  // The middle of every third pixel of the large one is the middle of a pixel of the small one.
  int same = 0;
  for (std::size_t y = 0; y < 32; ++y)
    for (std::size_t x = 0; x < 32; ++x)
      same += small.inputs.planes[y * 32 + x] == large.inputs.planes[(3 * y + 1) * 96 + 3 * x + 1];
  CHECK(same > 1015);  // but for rounding, all 1024
}

TEST_CASE("every landscape has sky, grass and a house") {
  scene::Noise const noise(1);
  for (std::uint32_t i = 0; i < 50; ++i) {
    scene::Layout const layout(1, i);
    std::array<int, 15> seen{};
    for (int y = 0; y < 64; ++y)
      for (int x = 0; x < 64; ++x)
        ++seen[layout.at((float(x) + 0.5f) / 64, (float(y) + 0.5f) / 64, noise).label];
    CHECK(seen[scene::sky] > 64 * 8);
    CHECK(seen[scene::grass] > 64 * 8);
    CHECK(seen[scene::roof] > 0);
  }
}

TEST_CASE("numbers that make no sense") {
  CHECK(error_of([] { scenes(0); }) == "scenes, seed 1: asked for 0 of them");
  CHECK(error_of([] { scenes(1, {.size = 0}); }) == "scenes, seed 1: asked for with a size of 0 pixels");
}
