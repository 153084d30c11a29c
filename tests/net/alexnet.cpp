#include <doctest/doctest.h>

#include <agon/layer/describe.hpp>
#include <agon/net/alexnet.hpp>

#include "support/parameters.hpp"

using namespace agon;

// Krizhevsky et al. 2012, 3.5; the total of the authors' program.
inline constexpr Shape picture = Image<3, 224, 224>, caffe = Image<3, 227, 227>;
static_assert(output_shape<AlexNet<>, picture> == Features<1000>);
static_assert(parameter_count<AlexNet<>, picture> == 60'965'224);
static_assert(parameter_count<AlexNet<>, caffe> == 60'965'224);
static_assert(test::has_shapes<AlexNet<>>(picture, "Conv<",
                                          {Image<96, 55, 55>, Image<256, 27, 27>, Image<384, 13, 13>,
                                           Image<384, 13, 13>, Image<256, 13, 13>}));
static_assert(test::has_shapes<AlexNet<>>(picture, "MaxPool",
                                          {Image<96, 27, 27>, Image<256, 13, 13>, Image<256, 6, 6>}));

// The same layers for small pictures, a quarter as wide: conv 1,824, 19,264, 55,392, 41,568 and 27,712, then
// 1024 * 1024 + 1024 twice, and 10,250.
using Small = SmallAlexNet<10, 1>;
inline constexpr Shape tiny = Image<3, 32, 32>;
static_assert(parameter_count<Small, tiny> == 2'255'210);
static_assert(parameter_count<SmallAlexNet<10, 2>, Image<3, 64, 64>> == 2'255'210);
static_assert(output_shape<Small, tiny> == Features<10>);
static_assert(test::has_shapes<Small>(tiny, "MaxPool",
                                      {Image<24, 16, 16>, Image<64, 8, 8>, Image<64, 4, 4>}));
static_assert(shape_at<"fc7", Small, tiny> == Features<1024>);
// Pools that do not overlap leave as many pixels.
static_assert(test::has_shapes<SmallAlexNet<10, 1, alexnet::Recipe{.overlapping = false}>>(
    tiny, "MaxPool", {Image<24, 16, 16>, Image<64, 8, 8>, Image<64, 4, 4>}));

// The variant of one tower, torchvision's count.
static_assert(output_shape<AlexNetOneTower<>, picture> == Features<1000>);
static_assert(parameter_count<AlexNetOneTower<>, picture> == 61'100'840);

TEST_CASE("parameters of each layer") {
  constexpr auto rows = layer_rows<AlexNet<>, picture>;
  long const counts[] = {34'944, 307'456, 885'120, 663'936, 442'624, 37'752'832, 16'781'312, 4'097'000};
  std::size_t k = 0;
  for (LayerRow const& r : rows)
    if (r.parameters) {
      REQUIRE(k < 8);
      CHECK(r.parameters == counts[k++]);
    }
  CHECK(k == 8);
}
