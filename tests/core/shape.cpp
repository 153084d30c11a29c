#include <doctest/doctest.h>
#include <initializer_list>

#include <agon/core/shape.hpp>

using namespace agon;

static_assert(Image<3, 256, 128> == image(3, 256, 128) && Image<3, 256, 128>.batched);
static_assert(Features<100> == features(100) && Features<100> == Image<100, 1, 1>);
static_assert(!(channels(3) == features(3)), "a vector for each sample is not one for the whole batch");
static_assert(Image<3, 4, 5>.size() == 60 && Shape{}.size() == 1);
static_assert(image(4096, 1024, 1024).size() == 4294967296L, "sizes do not overflow");

/// A template argument.
template <Shape S>
struct Holds {
  static constexpr Shape shape = S;
};
static_assert(Holds<Image<1, 2, 3>>::shape.w == 3);

// floor((rows + 2 padding - kernel) / stride) + 1
static_assert(convolved(256, {4, 2, 1}) == 128);
static_assert(convolved(7, {3, 2, 1}) == 4 && convolved(8, {3, 2, 1}) == 4);
static_assert(convolved(32, {4, 1, 1}) == 31, "the last layers of a PatchGAN");
static_assert(convolved(4, {4, 1, 0}) == 1);
static_assert(convolved(3, {4, 1, 0}) == 0 && convolved(1, {7, 3, 1}) == 0,
              "a kernel larger than the padded input");

// (rows - 1) stride - 2 padding + kernel
static_assert(transposed(1, {4, 1, 0}) == 4);
static_assert(transposed(16, {4, 2, 1}) == 32);
static_assert(transposed(4, {3, 2, 1}) == 7);

TEST_CASE("a transposed convolution undoes the extent of the convolution whose adjoint it is") {
  for (int kernel : {1, 2, 3, 4, 5, 7})
    for (int stride : {1, 2, 3})
      for (int padding : {0, 1, 2})
        for (int rows = 1; rows < 40; ++rows) {
          Window const v{kernel, stride, padding};
          if (transposed(rows, v.y) < 1) continue;
          CHECK(convolved(transposed(rows, v.y), v.y) == rows);
        }
}
