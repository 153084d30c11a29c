#include <doctest/doctest.h>

#include <agon/metric/pixel_agreement.hpp>

#include "data/temporary.hpp"

using namespace agon;

TEST_CASE("the share of pixels on one side of the threshold in both") {
  Array4 x = Array4::from_shape({2, 1, 2, 2}), y = x;
  float const a[] = {-1, 1, 0.2f, -0.3f, 1, 1, -1, 0}, b[] = {-0.5f, 0.1f, -0.2f, -1, 1, -1, -1, -1};
  std::copy(a, a + 8, x.begin());
  std::copy(b, b + 8, y.begin());
  CHECK(metric::pixel_agreement(x, y) == 6. / 8);
  CHECK(metric::pixel_agreement(y, x) == 6. / 8);
  CHECK(metric::pixel_agreement(x, x) == 1);
  CHECK(metric::pixel_agreement(x, y, 0.15f) == 5. / 8);
  Array4 const other = Array4::from_shape({2, 1, 2, 3}), none = Array4::from_shape({0, 1, 2, 2});
  char const* const what = "pixel agreement: it compares two batches of the same number, channels and size";
  CHECK(error_of([&] { metric::pixel_agreement(x, other); }) == what);
  CHECK(error_of([&] { metric::pixel_agreement(none, none); }) == what);
}
