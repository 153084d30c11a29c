#include <doctest/doctest.h>

#include <agon/data/stack.hpp>

#include "temporary.hpp"

using namespace agon;
using namespace agon::data;

TEST_CASE("pictures become planes") {
  Stack stack{image(3, 1, 2), 0, {}};
  Picture p(2, 1, 3);
  p.interleaved = {1, 2, 3, 4, 5, 6};
  stack.add(p);
  stack.add(Picture(2, 1, 3, 255));
  CHECK(stack.count() == 2);
  CHECK(stack.planes == std::vector<std::uint8_t>{1, 4, 2, 5, 3, 6, 255, 255, 255, 255, 255, 255});
  float to[6];
  stack.write(to, 1, {});
  CHECK(to[5] == 1);
  CHECK(error_of([&] { stack.add(Picture(1, 2, 3)); }) ==
        "a set of pictures: a picture of 1x2 with 3 channels does not fit among those of 2x1 with 3");
  CHECK(stack.count() == 2);
}

TEST_CASE("more than fits into memory") {
  Stack stack{image(3, 1 << 14, 1 << 14), 0, {}};
  CHECK(error_of([&] { stack.reserve(std::size_t(1) << 34); }) ==
        "a set of pictures: 17179869184 of 805306368 bytes do not fit into this machine's memory");
}

TEST_CASE("sizes that make no sense") {
  CHECK(error_of([] { check_sizes("faces", 64, 0, 3); }) == "no error");
  CHECK(error_of([] { check_sizes("faces", 0, 0, 3); }) == "faces: asked for with a size of 0 pixels");
  CHECK(error_of([] { check_sizes("faces", 1 << 30, 0, 3); }) ==
        "faces: asked for with a size of 1073741824 pixels");
  CHECK(error_of([] { check_sizes("faces", 64, -1, 3); }) == "faces: asked for with a jitter of -1 pixels");
  CHECK(error_of([] { check_sizes("faces", 64, 0, 2); }) ==
        "faces: asked for with 2 channels; there can be 1 or 3");
}
