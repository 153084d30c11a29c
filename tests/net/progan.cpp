#include <algorithm>
#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape z = Features<512>;
template <int R>
inline constexpr Shape picture = Image<3, R, R>;

// Karras et al. 2018, table 2, and the authors' code, whose count has the layers to and from RGB of all
// levels
// ("23.1 M each").
template <int R>
constexpr bool counts(long generator, long discriminator) {
  return output_shape<ProGANGenerator<R>, z> == picture<R> &&
         output_shape<ProGANDiscriminator<R>, picture<R>> == Features<1> &&
         parameter_count<ProGANGenerator<R>, z> == generator &&
         parameter_count<ProGANDiscriminator<R>, picture<R>> == discriminator;
}
static_assert(counts<1024>(23'079'115, 23'087'249));
static_assert(counts<256>(23'044'309, 23'052'353));
static_assert(counts<128>(22'933'394, 22'941'313));
static_assert(counts<32>(20'719'628, 20'726'785));

// Growing takes nothing away and adds nothing.
template <int R>
constexpr bool grows() {
  return output_shape<GrowingProGANGenerator<R>, z> == picture<R> &&
         output_shape<GrowingProGANDiscriminator<R>, picture<R>> == Features<1> &&
         parameter_count<GrowingProGANGenerator<R>, z> == parameter_count<ProGANGenerator<R>, z> &&
         parameter_count<GrowingProGANDiscriminator<R>, picture<R>> ==
             parameter_count<ProGANDiscriminator<R>, picture<R>>;
}
static_assert(grows<8>() && grows<32>() && grows<64>() && grows<1024>());
static_assert(output_shape<GrowingPictures, picture<16>> == picture<16>);
static_assert(output_shape<ProGANGenerator<4>, z> == picture<4>);

// Classes: their one-hot features are more inputs of the first dense layer, and their logits more outputs of
// the last.
inline constexpr Wire label{"y", Features<1>};
template <int R, int Classes>
constexpr bool counts_classes() {
  constexpr long in = 512L * 16 * Classes, out = (512L + 1) * Classes;
  return parameter_count<ProGANGenerator<R, 512, Classes>, z, label> ==
             parameter_count<ProGANGenerator<R>, z> + in &&
         parameter_count<GrowingProGANGenerator<R, 512, Classes>, z, label> ==
             parameter_count<ProGANGenerator<R>, z> + in &&
         parameter_count<ProGANDiscriminator<R, 512, Classes>, picture<R>> ==
             parameter_count<ProGANDiscriminator<R>, picture<R>> + out &&
         output_shape<ProGANGenerator<R, 512, Classes>, z, label> == picture<R> &&
         output_shape<ProGANDiscriminator<R, 512, Classes>, picture<R>> == Features<1 + Classes> &&
         output_shape<GrowingProGANDiscriminator<R, 512, Classes>, picture<R>> == Features<1 + Classes>;
}
static_assert(counts_classes<32, 10>() && counts_classes<256, 30>());
static_assert(test::has_layers<ProGANGenerator<8, 512, 10>, label>(z, 0, {"OneHot<10>", "PixelNorm"}),
              "normalised together");

// Table 2: the widths of all levels.
static_assert(test::has_shapes<ProGANGenerator<1024>>(
    z, "PixelNorm",
    {Features<512>, Image<512, 4, 4>, Image<512, 4, 4>, Image<512, 8, 8>, Image<512, 8, 8>,
     Image<512, 16, 16>, Image<512, 16, 16>, Image<512, 32, 32>, Image<512, 32, 32>, Image<256, 64, 64>,
     Image<256, 64, 64>, Image<128, 128, 128>, Image<128, 128, 128>, Image<64, 256, 256>, Image<64, 256, 256>,
     Image<32, 512, 512>, Image<32, 512, 512>, Image<16, 1024, 1024>, Image<16, 1024, 1024>}));
static_assert(test::has_shapes<ProGANDiscriminator<1024>>(picture<1024>, "AvgPool",
                                                          {Image<32, 512, 512>, Image<64, 256, 256>,
                                                           Image<128, 128, 128>, Image<256, 64, 64>,
                                                           Image<512, 32, 32>, Image<512, 16, 16>,
                                                           Image<512, 8, 8>, Image<512, 4, 4>}));
static_assert(test::has_shapes<ProGANDiscriminator<1024>>(picture<1024>, "MinibatchStddev",
                                                          {Image<513, 4, 4>}));
static_assert(test::has_layers<ProGANGenerator<8>>(
    z, 0,
    {"PixelNorm", "Named<dense>", "Reshape<512,4,4>", "Named<dense>", "LeakyReLU<0.2>", "PixelNorm",
     "Named<conv>", "LeakyReLU<0.2>", "PixelNorm", "Upsample<2>", "Named<conv0_up>", "LeakyReLU<0.2>",
     "PixelNorm", "Named<conv1>", "LeakyReLU<0.2>", "PixelNorm", "ToRGB<8>"}));

using Names = std::vector<std::string>;
static Names sorted(Names n) {
  std::sort(n.begin(), n.end());
  return n;
}
static bool within(Names const& part, Names const& whole) {
  Names const a = sorted(part), b = sorted(whole);
  return std::includes(b.begin(), b.end(), a.begin(), a.end());
}

TEST_CASE("parameters are named by resolution") {
  CHECK(test::names<ProGANGenerator<8>>(z) ==
        Names{"4x4.dense.weight", "4x4.dense.bias", "4x4.conv.weight", "4x4.conv.bias", "8x8.conv0_up.weight",
              "8x8.conv0_up.bias", "8x8.conv1.weight", "8x8.conv1.bias", "8x8.to_rgb.weight",
              "8x8.to_rgb.bias", "4x4.to_rgb.weight", "4x4.to_rgb.bias"});
  CHECK(test::names<ProGANDiscriminator<8>>(picture<8>) ==
        Names{"8x8.from_rgb.weight", "8x8.from_rgb.bias", "8x8.conv0.weight", "8x8.conv0.bias",
              "8x8.conv1_down.weight", "8x8.conv1_down.bias", "4x4.conv.weight", "4x4.conv.bias",
              "4x4.dense0.weight", "4x4.dense0.bias", "4x4.dense1.weight", "4x4.dense1.bias",
              "4x4.from_rgb.weight", "4x4.from_rgb.bias"});
}

TEST_CASE("classes change no names") {
  CHECK(test::names<ProGANGenerator<8, 512, 10>, label>(z) == test::names<ProGANGenerator<8>>(z));
  CHECK(test::names<ProGANDiscriminator<8, 512, 10>>(picture<8>) ==
        test::names<ProGANDiscriminator<8>>(picture<8>));
}

TEST_CASE("a level has the parameters of the level before, and those of its fade") {
  CHECK(within(test::names<ProGANGenerator<16>>(z), test::names<GrowingProGANGenerator<32>>(z)));
  CHECK(within(test::names<ProGANDiscriminator<16>>(picture<16>),
               test::names<GrowingProGANDiscriminator<32>>(picture<32>)));
  CHECK(sorted(test::names<GrowingProGANGenerator<32>>(z)) == sorted(test::names<ProGANGenerator<32>>(z)));
  CHECK(sorted(test::names<GrowingProGANDiscriminator<32>>(picture<32>)) ==
        sorted(test::names<ProGANDiscriminator<32>>(picture<32>)));
}
