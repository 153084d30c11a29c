#include <doctest/doctest.h>

#include <agon/layer/describe.hpp>
#include <agon/net/dtn.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape source = Image<3, 32, 32>, target = Image<1, 32, 32>, face = Image<3, 64, 64>;
static_assert(output_shape<DTNFeatures<>, source> == Features<128>);
static_assert(output_shape<DTNDecoder<>, Features<128>> == target);
static_assert(output_shape<DTNDiscriminator<>, target> == Features<3>);
static_assert(parameter_count<DTNFeatures<>, source> == 896'384);
static_assert(parameter_count<DTNClassifier<>, source> == 896'384 + 1'290);
static_assert(parameter_count<DTNDecoder<>, Features<128>> == 2'526'977);
static_assert(parameter_count<DTNDiscriminator<1>, target> == 1'486'593);
static_assert(parameter_count<DTNDiscriminator<>, target> == 1'502'979);
static_assert(test::has_shapes<DTNDecoder<>>(Features<128>, "ConvTranspose<",
                                             {Image<512, 4, 4>, Image<256, 8, 8>, Image<128, 16, 16>,
                                              target}));
static_assert(output_shape<DTNDecoderFaces<>, Features<256>> == face);
static_assert(output_shape<DTNDiscriminatorFaces<>, face> == Features<3>);

TEST_CASE("f and g make a picture of the target out of one of the source") {
  using G = Seq<Frozen<DTNFeatures<>>, DTNDecoder<>>;
  CHECK(output_shape<G, source> == target);
  CHECK(parameter_count<G, source> == 896'384 + 2'526'977);
}
