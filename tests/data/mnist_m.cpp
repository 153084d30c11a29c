#include <cstdlib>
#include <doctest/doctest.h>
#include <set>

#include <agon/data/digits.hpp>
#include <agon/data/mnist_m.hpp>
#include <agon/data/scenes.hpp>

#include "data/temporary.hpp"

using namespace agon;

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
