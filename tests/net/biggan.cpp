#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Wire y{"y", Features<1>};

template <class G, class D, int Noise, int R>
constexpr bool counts(long generator, long discriminator) {
  return output_shape<G, Features<Noise>, y> == Image<3, R, R> &&
         output_shape<D, Image<3, R, R>, y> == Features<1> &&
         parameter_count<G, Features<Noise>, y> == generator &&
         parameter_count<D, Image<3, R, R>, y> == discriminator;
}

// Brock et al. 2019, tables 4 to 9, by the authors' PyTorch code: 1000 classes.
static_assert(counts<BigGANGenerator<128>, BigGANDiscriminator<128>, 120, 128>(70'433'988, 87'982'370),
              "158.3 M in the paper");
static_assert(counts<BigGANGenerator<128, 64, 64>, BigGANDiscriminator<128, 64, 64>, 120, 128>(31'978'628,
                                                                                               39'448'258));
static_assert(counts<BigGANGenerator<256>, BigGANDiscriminator<256>, 140, 256>(82'235'844, 99'225'890));
static_assert(parameter_count<BigGANGenerator<256, 128>, Features<140>, y> == 82'097'604,
              "as the released weights");
static_assert(parameter_count<BigGANGenerator<512>, Features<128>, y> == 82'296'804);
static_assert(output_shape<BigGANGenerator<512>, Features<128>, y> == Image<3, 512, 512>);
static_assert(output_shape<BigGANDiscriminator<512>, Image<3, 512, 512>, y> == Features<1>);

static_assert(counts<BigGANDeepGenerator<128>, BigGANDeepDiscriminator<128>, 128, 128>(50'244'484,
                                                                                       34'590'210));
static_assert(counts<BigGANDeepGenerator<256>, BigGANDeepDiscriminator<256>, 128, 256>(55'736'708,
                                                                                       38'247'426));

static_assert(counts<BigGANGenerator32<>, BigGANDiscriminator32<>, 128, 32>(4'304'387, 4'207'361),
              "CIFAR-10");

// Table 4: the generator's blocks at 128 pixels, ch 96; of each block the shortcut comes last.
static_assert(test::has_shapes<BigGANGenerator<128>, y>(Features<120>, "Reshape", {Image<1536, 4, 4>}));
static_assert(test::has_shapes<BigGANGenerator<128>, y>(
    Features<120>, "Conv<",
    {Image<1536, 8, 8>, Image<1536, 8, 8>, Image<1536, 8, 8>, Image<768, 16, 16>, Image<768, 16, 16>,
     Image<768, 16, 16>, Image<384, 32, 32>, Image<384, 32, 32>, Image<384, 32, 32>, Image<192, 64, 64>,
     Image<192, 64, 64>, Image<192, 64, 64>, Image<96, 128, 128>, Image<96, 128, 128>, Image<96, 128, 128>,
     Image<3, 128, 128>}));
// The class in 128 numbers and the part of the noise that is the block's own.
static_assert(shape_at<"condition", BigGANGenerator<128>, Features<120>, y> == Features<148>);
static_assert(shape_at<"condition", BigGANGenerator<256>, Features<140>, y> == Features<148>);
static_assert(shape_at<"condition", BigGANGenerator<512>, Features<128>, y> == Features<144>);
static_assert(shape_at<"condition", BigGANDeepGenerator<128>, Features<128>, y> == Features<256>);
static_assert(test::has_shapes<BigGANGenerator<512>, y>(Features<128>, "Slice",
                                                        {Features<16>, Features<16>, Features<16>,
                                                         Features<16>, Features<16>, Features<16>,
                                                         Features<16>, Features<16>}));

static_assert(test::has_shapes<BigGANGenerator<128>, y>(Features<120>, "SelfAttention",
                                                        {Image<192, 64, 64>}));
static_assert(test::has_shapes<BigGANGenerator<256>, y>(Features<140>, "SelfAttention",
                                                        {Image<384, 64, 64>}));
static_assert(test::has_shapes<BigGANGenerator<256, 128>, y>(Features<140>, "SelfAttention",
                                                             {Image<192, 128, 128>}));
static_assert(test::has_shapes<BigGANGenerator<512>, y>(Features<128>, "SelfAttention",
                                                        {Image<384, 64, 64>}));
static_assert(test::has_shapes<BigGANDiscriminator<128>, y>(Image<3, 128, 128>, "SelfAttention",
                                                            {Image<96, 64, 64>}));
static_assert(test::has_shapes<BigGANDiscriminator<256>, y>(Image<3, 256, 256>, "SelfAttention",
                                                            {Image<192, 64, 64>}));

static_assert(test::has_shapes<BigGANDiscriminator<256>, y>(
    Image<3, 256, 256>, "AvgPool",
    {Image<96, 128, 128>, Image<3, 128, 128>, Image<192, 64, 64>, Image<192, 64, 64>, Image<384, 32, 32>,
     Image<384, 32, 32>, Image<768, 16, 16>, Image<768, 16, 16>, Image<768, 8, 8>, Image<768, 8, 8>,
     Image<1536, 4, 4>, Image<1536, 4, 4>}));

// Tables 7 and 8: two blocks for each resolution; bottlenecks inside, all channels beside them.
static_assert(test::has_shapes<BigGANDeepGenerator<256>, y>(
    Features<128>, "Upsample",
    {Image<512, 8, 8>, Image<2048, 8, 8>, Image<512, 16, 16>, Image<1024, 16, 16>, Image<256, 32, 32>,
     Image<1024, 32, 32>, Image<256, 64, 64>, Image<512, 64, 64>, Image<128, 128, 128>, Image<256, 128, 128>,
     Image<64, 256, 256>, Image<128, 256, 256>}));
static_assert(test::has_shapes<BigGANDeepGenerator<256>, y>(Features<128>, "SelfAttention",
                                                            {Image<512, 64, 64>}));
static_assert(test::has_shapes<BigGANDeepDiscriminator<128>, y>(
    Image<3, 128, 128>, "AvgPool",
    {Image<64, 64, 64>, Image<128, 64, 64>, Image<128, 32, 32>, Image<256, 32, 32>, Image<256, 16, 16>,
     Image<512, 16, 16>, Image<512, 8, 8>, Image<1024, 8, 8>, Image<512, 4, 4>, Image<2048, 4, 4>}));

TEST_CASE("spectral normalisation is everywhere but in the generator's embedding and last batch norm") {
  std::vector<std::string> plain;
  for (std::string const& name : test::names<BigGANGenerator<128>, y>(Features<120>, false))
    if (name.ends_with("weight")) plain.push_back(name);
  CHECK(plain == std::vector<std::string>{"shared.0.0.weight", "2.14.weight"});
}

TEST_CASE("the deepest of them is described under default limits") {
  CHECK(describe<BigGANDeepGenerator<256>, Features<128>, y>().find("55,736,708") != std::string::npos);
}
