#include <doctest/doctest.h>

#include <agon/data/describe.hpp>

using namespace agon;
using namespace agon::data;

static Images flowers(std::vector<std::int32_t> labels, std::size_t classes, int channels = 3) {
  Images set{"flowers", {image(channels, 2, 4), 0, {}}, {}, std::move(labels), {}};
  set.pictures.planes.resize(set.pictures.bytes() * 4);
  for (std::size_t i = 0; i < classes; ++i) set.classes.push_back("kind" + std::to_string(i));
  return set;
}

TEST_CASE("a set of images in one line") {
  CHECK(describe(flowers({}, 0)) == "flowers: 4 pictures, 4x2 in colour, from -1.00 to -1.00; no labels");
  CHECK(describe(flowers({}, 0, 1)) == "flowers: 4 pictures, 4x2 in gray, from -1.00 to -1.00; no labels");
  CHECK(describe(flowers({0, 1, 1, 0}, 2)) ==
        "flowers: 4 pictures, 4x2 in colour, from -1.00 to -1.00; 2 classes of 2");
  CHECK(describe(flowers({0, 1, 1, 1}, 2)) ==
        "flowers: 4 pictures, 4x2 in colour, from -1.00 to -1.00; 2 classes: kind0 1, kind1 3");
  CHECK(describe(flowers({0, 1, 1, 1}, 30)) ==
        "flowers: 4 pictures, 4x2 in colour, from -1.00 to -1.00; 30 classes of 0 to 3");
  Images bright = flowers({}, 0);
  bright.pictures.planes[3] = 255;
  bright.pictures.planes[7] = 128;
  bright.fitting = {.resized = 3};
  CHECK(describe(bright) ==
        "flowers: 4 pictures, 4x2 in colour, from -1.00 to 1.00; 3 of another size made to fit; no labels");
  bright.fitting.uneven = 2;
  CHECK(describe(bright) ==
        "flowers: 4 pictures, 4x2 in colour, from -1.00 to 1.00; 3 of another size made to fit, 2 of them of "
        "other proportions; no labels");
  Images set = flowers({}, 0);
  set.augmentation = {30, true};
  CHECK(describe(set) ==
        "flowers: 4 pictures, 4x2 in colour, from -1.00 to -1.00, cropped at random from 30 pixels more, "
        "mirrored half of the "
        "times; "
        "no labels");
}

TEST_CASE("a set of pairs in one line") {
  Pairs set = empty_pairs("facades", {.size = 8, .mirror = true});
  set.inputs.planes.resize(set.inputs.bytes() * 3);
  CHECK(describe(set) ==
        "facades: 3 pairs, 8x8 in colour, from -1.00 to -1.00, to 8x8 in colour, from 0.00 to 0.00, mirrored "
        "half of the times");
}
