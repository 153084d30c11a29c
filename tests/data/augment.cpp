#include <doctest/doctest.h>
#include <vector>

#include <agon/data/augment.hpp>

using namespace agon;
using namespace agon::data;

static_assert(random_placement({}, {1, 2}, 3) == Placement{});
static_assert(middle({30, true}) == Placement{15, 15, false});
static_assert(below({0, 0, 0, 0}, 7) == 0);
static_assert(below({0xFFFFFFFF, 0, 0, 0}, 7) == 6);

TEST_CASE("placements depend on seed, epoch and sample, and reach every place") {
  constexpr Augmentation a{3, true};
  std::vector<int> seen(4 * 4 * 2);
  int same_epoch = 0, same_seed = 0;
  for (std::uint32_t i = 0; i < 3200; ++i) {
    Placement const p = random_placement(a, {7, 1}, i);
    CHECK(p == random_placement(a, {7, 1}, i));
    same_epoch += p == random_placement(a, {7, 2}, i);
    same_seed += p == random_placement(a, {8, 1}, i);
    ++seen[std::size_t((p.y * 4 + p.x) * 2 + p.mirror)];
  }
  for (int n : seen) CHECK((n > 50 && n < 150));  // 100 expected, with a deviation of 10
  CHECK(same_epoch < 150);
  CHECK(same_seed < 150);
}

TEST_CASE("place: crop, mirror, scale") {
  // Two planes of 3x3, shown as 2x2: 0, 1, ... 17.
  std::vector<std::uint8_t> from(18);
  for (std::size_t i = 0; i < 18; ++i) from[i] = std::uint8_t(i);
  auto const shown = [&](Placement p) {
    std::vector<float> to(8);
    place(from.data(), to.data(), image(2, 2, 2), 1, p);
    std::vector<int> bytes;
    for (float x : to) bytes.push_back(int((x + 1) * 127.5f + 0.5f));
    return bytes;
  };
  CHECK(shown({0, 0, false}) == std::vector<int>{0, 1, 3, 4, 9, 10, 12, 13});
  CHECK(shown({1, 0, false}) == std::vector<int>{1, 2, 4, 5, 10, 11, 13, 14});
  CHECK(shown({0, 1, true}) == std::vector<int>{4, 3, 7, 6, 13, 12, 16, 15});
  std::uint8_t const ends[] = {0, 255};
  float to[2];
  place(ends, to, image(1, 1, 2), 0, {});
  CHECK(to[0] == -1);
  CHECK(to[1] == 1);
}
