#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cstdlib>
#include <doctest/doctest.h>
#include <set>

#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/digits.hpp>
#include <agon/data/mnist_m.hpp>
#include <agon/data/scenes.hpp>
#include <agon/data/transfer_set.hpp>

#include "data/temporary.hpp"

using namespace agon;

namespace {
data::Images street(int count) {
  return data::mnist_m(data::digits(count, {.size = 16}), data::scenes(2, {.size = 24}).targets);
}
}  // namespace

TEST_CASE("an epoch shows the larger set once, the smaller as evenly as can be, and does not match classes") {
  auto const set = data::transfer_set(street(20), data::digits(50, {.size = 12, .seed = 2}));
  CHECK(set.count() == 50);
  CHECK(data::describe(set) ==
        "digits, seed 1 over photographs to digits, seed 2: 20 sources, 16x16 in colour, and 50 targets, "
        "12x12 in gray");
  CHECK(std::set<int>(set.beside.begin(), set.beside.end()).size() == 50);
  int alike = 0;
  for (int i = 0; i < 50; ++i)
    alike += set.source.labels[std::size_t(i % 20)] == set.beside[std::size_t(i)] % 10;
  CHECK(alike < 15);
  auto const b = data::take(set, 37, 3);
  CHECK(b.source.shape(1) == 3);
  CHECK(b.target.shape(2) == 12);
  auto const source = data::take(set.source, 17, 3).images;
  CHECK(b.source == source);
  CHECK(data::take(set, 5, 1).target == data::take(set.target, set.beside[5], 1).images);

  auto const back = data::transfer_set(data::digits(50, {.size = 12}), street(20));
  std::vector<int> times(20);
  for (int i : back.beside) ++times[std::size_t(i)];
  for (int n : times) CHECK((n == 2 || n == 3));
  CHECK(data::transfer_set(street(20), street(50), 3).beside != set.beside);
}

TEST_CASE("sets that do not go together") {
  data::Images cropped = data::digits(20, {.size = 12});
  cropped.augmentation.mirror = true;
  CHECK(error_of([&] { data::transfer_set(street(20), cropped); }) ==
        "digits, seed 1 over photographs to digits, seed 1: one set is cropped or mirrored at random and the "
        "other is not; give both the same");
  CHECK(error_of([&] {
          data::transfer_set(street(20), data::Images{"none", {}, {}, {}, {}});
        }).ends_with("none has no pictures"));
}

TEST_CASE("MNIST-M: |patch - digit|, of a patch that is in a photograph") {
  auto const digits = data::digits(12, {.size = 16});
  auto const photographs = data::scenes(3, {.size = 20}).targets;
  auto const set = data::mnist_m(digits, photographs, 5);
  CHECK(set.labels == digits.labels);
  CHECK(set.shape() == Image<3, 16, 16>);
  std::set<int> used;
  for (int i = 0; i < 12; ++i) {
    bool found = false;
    for (int p = 0; p < 3 && !found; ++p)
      for (int y = 0; y <= 4 && !found; ++y)
        for (int x = 0; x <= 4 && !found; ++x) {
          found = true;
          for (int k = 0; k < 3 * 256 && found; ++k) {
            int const c = k / 256, row = k / 16 % 16, column = k % 16;
            int const patch = photographs.planes[std::size_t(((p * 3 + c) * 20 + y + row) * 20 + x + column)];
            int const digit = digits.pictures.planes[std::size_t(i * 256 + row * 16 + column)];
            found = set.pictures.planes[std::size_t(i * 768 + k)] == std::abs(patch - digit);
          }
          if (found) used.insert(p);
        }
    CHECK(found);
  }
  CHECK(used.size() > 1);
  CHECK(data::mnist_m(digits, photographs, 5).pictures.planes == set.pictures.planes);
  CHECK(data::mnist_m(digits, photographs, 6).pictures.planes != set.pictures.planes);
  CHECK(error_of([&] { data::mnist_m(data::digits(3, {.size = 28}), photographs); }) ==
        "digits, seed 1 over photographs: a patch of 28x28 in colour cannot be cut out of photographs of "
        "20x20 with 3 channels");
  CHECK(error_of([&] {
          data::mnist_m(set, photographs);
        }).ends_with("the digits should be grey and as large as they are shown"));
}
