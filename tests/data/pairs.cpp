#include <doctest/doctest.h>

#include <agon/data/pairs.hpp>

#include "temporary.hpp"

using namespace agon;
using namespace agon::data;

TEST_CASE("both pictures of a pair are placed alike") {
  Pairs set = empty_pairs("pairs", {.size = 4, .jitter = 3, .mirror = true});
  Picture a(7, 7, 3), b(7, 7, 3);
  for (std::size_t i = 0; i < a.interleaved.size(); ++i) {
    a.interleaved[i] = std::uint8_t(i);
    b.interleaved[i] = std::uint8_t(255 - i);
  }
  set.inputs.add(a);
  set.targets.add(b);
  Pairs::Batch batch = set.batch(1);
  CHECK(batch.input.shape() == Array4::shape_type{1, 3, 4, 4});
  for (std::uint32_t epoch = 0; epoch < 20; ++epoch) {
    set.write(batch, 0, 0, random_placement(set.augmentation, {1, epoch}, 0));
    for (std::size_t i = 0; i < batch.input.size(); ++i)
      CHECK(batch.input.data()[i] == doctest::Approx(-batch.target.data()[i]));
  }
}

TEST_CASE("numbers that make no sense") {
  CHECK(error_of([] { empty_pairs("maps", {.size = 0}); }) == "maps: asked for with a size of 0 pixels");
  CHECK(error_of([] { empty_pairs("maps", {.jitter = -3}); }) ==
        "maps: asked for with a jitter of -3 pixels");
  CHECK(error_of([] { empty_pairs("maps", {.channels = 4}); }) ==
        "maps: asked for with 4 channels; there can be 1 or 3");
}
