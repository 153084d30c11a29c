#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape noise = Features<100>, small = Image<3, 64, 64>, large = Image<3, 256, 256>;
inline constexpr Wire phi{"text", Features<1024>}, mu{"mu", Features<128>};

// Zhang et al. 2017, 4.2 and table of the authors' TensorFlow code (gf 128, df 64, a text code of 128); the
// counts are summed from its layer list.
static_assert(output_shape<StackGANGenerator64<>, noise, phi> == small);
static_assert(parameter_count<StackGANGenerator64<>, noise, phi> == 14'264'192);
static_assert(parameter_count<ConditioningAugmentation<128>, Features<1024>> == 262'400);
static_assert(output_shape<StackGANDiscriminator64<>, small, phi> == Features<1>);
static_assert(parameter_count<StackGANDiscriminator64<>, small, phi> == 4'029'824);

static_assert(output_shape<StackGANGenerator256<>, small, phi> == large);
static_assert(parameter_count<StackGANGenerator256<>, small, phi> == 26'290'080);
static_assert(output_shape<StackGANDiscriminator256<>, large, phi> == Features<1>);
static_assert(parameter_count<StackGANDiscriminator256<>, large, phi> == 48'603'520);

static_assert(output_shape<StackGANGenerator<>, noise, phi> == large);
static_assert(parameter_count<StackGANGenerator<>, noise, phi> == 14'264'192 + 26'290'080);
static_assert(shape_at<"image64", StackGANGenerator<>, noise, phi> == small);
static_assert(shape_at<"mu", StackGANGenerator<>, noise, phi> == Features<128>);
static_assert(shape_at<"log_sigma", StackGANGenerator<>, noise, phi> == Features<128>);

// The tree of Zhang et al. 2018 (ngf and ndf 64), by the authors' PyTorch code.
static_assert(output_shape<StackGANv2Generator<>, noise, phi> == large);
static_assert(shape_at<"image64", StackGANv2Generator<>, noise, phi> == small);
static_assert(shape_at<"image128", StackGANv2Generator<>, noise, phi> == Image<3, 128, 128>);
static_assert(shape_at<"image256", StackGANv2Generator<>, noise, phi> == large);
static_assert(parameter_count<StackGANv2Generator<>, noise, phi> == 21'239'696);
static_assert(parameter_count<StackGANv2Discriminator<64>, small, mu> == 5'723'906);
static_assert(parameter_count<StackGANv2Discriminator<128>, Image<3, 128, 128>, mu> == 18'834'178);
static_assert(parameter_count<StackGANv2Discriminator<256>, large, mu> == 71'269'122);
static_assert(output_shape<StackGANv2Discriminator<256>, large, mu> == Features<1>);
static_assert(shape_at<"unconditional", StackGANv2Discriminator<256>, large, mu> == Features<1>);

// Stage I: 4x4 after a linear map of text and noise, then nearest neighbours and 3x3 convolutions.
static_assert(test::has_shapes<StackGANGenerator64<>, phi>(noise, "Reshape", {Image<1024, 4, 4>}));
static_assert(test::has_shapes<StackGANGenerator64<>, phi>(
    noise, "Conv<",
    {Image<256, 4, 4>, Image<256, 4, 4>, Image<1024, 4, 4>, Image<512, 8, 8>, Image<128, 8, 8>,
     Image<128, 8, 8>, Image<512, 8, 8>, Image<256, 16, 16>, Image<128, 32, 32>, Image<3, 64, 64>}));
static_assert(test::has_shapes<StackGANDiscriminator64<>, phi>(
    small, "Conv<",
    {Image<64, 32, 32>, Image<128, 16, 16>, Image<256, 8, 8>, Image<512, 4, 4>, Image<128, 4, 4>,
     Image<128, 4, 4>, Image<512, 4, 4>, Image<512, 4, 4>, Features<1>}));
static_assert(test::has_layers<StackGANDiscriminator64<>, phi>(
    small, 0,
    {"NoBias<Conv<64,4,2,1>>", "LeakyReLU<0.2>", "NoBias<Conv<128,4,2,1>>", "BatchNorm", "LeakyReLU<0.2>",
     "NoBias<Conv<256,4,2,1>>", "BatchNorm", "NoBias<Conv<512,4,2,1>>", "BatchNorm",
     "NoBias<Conv<128,1,1,0>>", "BatchNorm", "LeakyReLU<0.2>"}));

// Stage II.
static_assert(test::has_shapes<StackGANGenerator256<>, phi>(
    small, "Conv<",
    {Image<128, 64, 64>, Image<256, 32, 32>, Image<512, 16, 16>, Image<512, 16, 16>, Image<512, 16, 16>,
     Image<512, 16, 16>, Image<512, 16, 16>, Image<512, 16, 16>, Image<512, 16, 16>, Image<512, 16, 16>,
     Image<512, 16, 16>, Image<512, 16, 16>, Image<256, 32, 32>, Image<128, 64, 64>, Image<64, 128, 128>,
     Image<32, 256, 256>, Image<3, 256, 256>}));
static_assert(test::has_shapes<StackGANDiscriminator256<>, phi>(
    large, "Conv<",
    {Image<64, 128, 128>, Image<128, 64, 64>, Image<256, 32, 32>, Image<512, 16, 16>, Image<1024, 8, 8>,
     Image<2048, 4, 4>, Image<1024, 4, 4>, Image<512, 4, 4>, Image<128, 4, 4>, Image<128, 4, 4>,
     Image<512, 4, 4>, Image<512, 4, 4>, Features<1>}));

// The tree: gated blocks, of which a half is left.
static_assert(test::has_shapes<StackGANv2Generator<>, phi>(
    noise, "GLU",
    {Features<16'384>, Image<512, 8, 8>, Image<256, 16, 16>, Image<128, 32, 32>, Image<64, 64, 64>,
     Image<64, 64, 64>, Image<64, 64, 64>, Image<64, 64, 64>, Image<32, 128, 128>, Image<32, 128, 128>,
     Image<32, 128, 128>, Image<32, 128, 128>, Image<16, 256, 256>}));
static_assert(test::has_shapes<StackGANv2Discriminator<256>, mu>(large, "Conv<",
                                                                 {Image<64, 128, 128>, Image<128, 64, 64>,
                                                                  Image<256, 32, 32>, Image<512, 16, 16>,
                                                                  Image<1024, 8, 8>, Image<2048, 4, 4>,
                                                                  Image<1024, 4, 4>, Image<512, 4, 4>,
                                                                  Features<1>,  // the picture by itself
                                                                  Image<512, 4, 4>, Features<1>}));

TEST_CASE("both stages keep their parameters apart") {
  auto const names = test::names<StackGANGenerator<>, phi>(noise);
  CHECK(names.front() == "stage1.1.0.weight");
  CHECK(names.back() == "stage2.36.weight");
}
