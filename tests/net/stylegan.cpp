#include <algorithm>
#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape z = Features<512>;
template <int R>
inline constexpr Shape picture = Image<3, R, R>;
inline constexpr Wire w{"w", Features<512>};

// Karras et al. 2019, section 2 and table 1, row F: "26.2M trainable parameters"; the count at 1024 pixels is
// the one that the authors' code prints, layers to RGB of all levels among them.
static_assert(parameter_count<StyleGANMapping<>, z> == 2'101'248);
static_assert(parameter_count<StyleGANSynthesis<1024>, z, w> == 24'118'379);
static_assert(parameter_count<StyleGANGenerator<1024>, z> == 26'219'627);
static_assert(parameter_count<StyleGANGenerator<512>, z> == 26'179'768);
static_assert(parameter_count<StyleGANGenerator<256>, z> == 26'086'229);
static_assert(parameter_count<StyleGANDiscriminator<1024>, picture<1024>> == 23'087'249);

static_assert(output_shape<StyleGANGenerator<1024>, z> == picture<1024>);
static_assert(output_shape<StyleGANGenerator<8>, z> == picture<8>);
static_assert(output_shape<StyleGANSynthesis<4>, z, w> == picture<4>);
static_assert(output_shape<StyleGANDiscriminator<1024>, picture<1024>> == Features<1>);
static_assert(shape_at<"w", StyleGANGenerator<64>, z> == Features<512>);

// Growing takes nothing away and adds nothing; it begins at 8x8.
template <int R>
constexpr bool grows() {
  return output_shape<GrowingStyleGANGenerator<R>, z> == picture<R> &&
         output_shape<GrowingStyleGANDiscriminator<R>, picture<R>> == Features<1> &&
         parameter_count<GrowingStyleGANGenerator<R>, z> == parameter_count<StyleGANGenerator<R>, z> &&
         parameter_count<GrowingStyleGANDiscriminator<R>, picture<R>> ==
             parameter_count<StyleGANDiscriminator<R>, picture<R>>;
}
static_assert(grows<16>() && grows<1024>());

// Classes: a row of 512 numbers for each, as many more inputs of the mapping's first layer, and a logit for
// each.
inline constexpr Wire label{"y", Features<1>};
static_assert(parameter_count<StyleGANMapping<512, 10>, z, label> == 2'101'248 + 10 * 512 + 512 * 512);
static_assert(parameter_count<StyleGANGenerator<256, 512, 10>, z, label> ==
              26'086'229 + 10 * 512 + 512 * 512);
static_assert(parameter_count<StyleGANDiscriminator<1024, 512, 10>, picture<1024>, label> ==
              23'087'249 + 9 * (512 + 1));
static_assert(output_shape<StyleGANGenerator<8, 512, 10>, z, label> == picture<8>);
static_assert(output_shape<StyleGANDiscriminator<8, 512, 10>, picture<8>, label> == Features<1>);
static_assert(output_shape<GrowingStyleGANGenerator<16, 512, 10>, z, label> == picture<16>);
static_assert(output_shape<GrowingStyleGANDiscriminator<16, 512, 10>, picture<16>, label> == Features<1>);
static_assert(shape_at<"w", StyleGANGenerator<8, 512, 10>, z, label> == Features<512>);

// Two layers for each level: 18 at 1024 pixels, six at 16, each of which may have a style of its own.
static_assert(test::has_shapes<StyleGANSynthesis<1024>, w>(
    z, "Named<style>",
    {Image<512, 4, 4>, Image<512, 4, 4>, Image<512, 8, 8>, Image<512, 8, 8>, Image<512, 16, 16>,
     Image<512, 16, 16>, Image<512, 32, 32>, Image<512, 32, 32>, Image<256, 64, 64>, Image<256, 64, 64>,
     Image<128, 128, 128>, Image<128, 128, 128>, Image<64, 256, 256>, Image<64, 256, 256>,
     Image<32, 512, 512>, Image<32, 512, 512>, Image<16, 1024, 1024>, Image<16, 1024, 1024>}));
static_assert(output_shape<StyleGANSynthesis<16, Styles::each_layer>, z, Wire{"w0", z}, Wire{"w1", z},
                           Wire{"w2", z}, Wire{"w3", z}, Wire{"w4", z}, Wire{"w5", z}> == picture<16>);

// The order of a layer's end: noise, bias, activation, style. The blur stands before it.
static_assert(test::has_layers<StyleGANSynthesis<8>, w>(z, 0,
                                                        {"LearnedConstant<512,4,4>",
                                                         "Named<noise>",
                                                         "Named<bias>",
                                                         "LeakyReLU<0.2>",
                                                         "Named<style>",
                                                         "NoBias<Conv<512,3,1,1>>",
                                                         "Named<noise>",
                                                         "Named<bias>",
                                                         "LeakyReLU<0.2>",
                                                         "Named<style>",
                                                         "Upsample<2>",
                                                         "NoBias<Conv<512,3,1,1>>",
                                                         "Blur",
                                                         "Named<noise>",
                                                         "Named<bias>",
                                                         "LeakyReLU<0.2>",
                                                         "Named<style>",
                                                         "NoBias<Conv<512,3,1,1>>",
                                                         "Named<noise>",
                                                         "Named<bias>",
                                                         "LeakyReLU<0.2>",
                                                         "Named<style>",
                                                         "ToRGB<8>"}));
static_assert(test::has_layers<StyleGANDiscriminator<8>>(
    picture<8>, 0,
    {"FromRGB<8>", "Named<conv0>", "LeakyReLU<0.2>", "Blur", "Named<conv1_down>", "AvgPool<2,2,0>",
     "LeakyReLU<0.2>", "MinibatchStddev<4>", "Named<conv>", "LeakyReLU<0.2>", "Flatten", "Named<dense0>",
     "LeakyReLU<0.2>", "Named<dense1>"}));

TEST_CASE("parameters are named by resolution") {
  auto const names = test::names<StyleGANGenerator<8>>(z);
  for (char const* name : {"mapping.0.1.weight", "synthesis.4x4.const.0.weight",
                           "synthesis.8x8.conv0_up.1.weight", "synthesis.8x8.conv0_up.noise.weight",
                           "synthesis.8x8.conv0_up.bias.bias", "synthesis.8x8.conv0_up.style.weight",
                           "synthesis.8x8.to_rgb.weight", "synthesis.4x4.to_rgb.weight"}) {
    CAPTURE(name);
    CHECK(std::count(names.begin(), names.end(), name) == 1);
  }
}

TEST_CASE("a class's row is at first normal (0, 1), and has a name of its own beside the others") {
  Graph const g = trace<StyleGANGenerator<8, 512, 10>, label>(z);
  auto const plain = test::names<StyleGANGenerator<8>>(z);
  REQUIRE(g.slot.size() == plain.size() + 1);
  CHECK(g.name(g.slot[0].name) == "mapping.0.class.weight");
  CHECK(g.slot[0].deviation == 1);
  for (std::size_t k = 0; k < plain.size(); ++k) CHECK(g.name(g.slot[k + 1].name) == plain[k]);
}

TEST_CASE(
    "weights begin as normal (0, 1), those of the mapping as normal (0, 100); the constant as 1, noise as "
    "0") {
  Graph const g = trace<StyleGANGenerator<8>>(z);
  for (Slot const& s : g.slot) {
    std::string_view const name = g.name(s.name);
    CAPTURE(name);
    bool const none =
        name.ends_with("bias") || name.ends_with("noise.weight") || name.ends_with("const.0.weight");
    CHECK(s.deviation == doctest::Approx(none ? 0 : name.starts_with("mapping") ? 100 : 1));
    CHECK(s.mean == (name.ends_with("const.0.weight") ? 1 : 0));
  }
}
