#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape z = Features<128>, picture = Image<3, 128, 128>;
inline constexpr Wire label{"y", Features<1>};

// Zhang et al. 2019 by the authors' code: ch 64, 1000 classes. The two with attention at 32x32 make the 81.5
// M that Brock et al. 2019 quote.
static_assert(output_shape<SAGANGenerator<>, z, label> == picture);
static_assert(output_shape<SAGANDiscriminator<>, picture, label> == Features<1>);
static_assert(parameter_count<SAGANGenerator<32>, z, label> == 42'078'852);
static_assert(parameter_count<SAGANDiscriminator<32>, picture, label> == 39'463'618);
static_assert(parameter_count<SAGANGenerator<64>, z, label> == 42'017'412);
static_assert(parameter_count<SAGANDiscriminator<64>, picture, label> == 39'448'258);

static_assert(test::has_shapes<SAGANGenerator<>, label>(z, "Reshape", {Image<1024, 4, 4>}));
static_assert(test::has_shapes<SAGANGenerator<>, label>(
    z, "Conv<",  // of each block the shortcut comes last
    {Image<1024, 8, 8>, Image<1024, 8, 8>, Image<1024, 8, 8>, Image<512, 16, 16>, Image<512, 16, 16>,
     Image<512, 16, 16>, Image<256, 32, 32>, Image<256, 32, 32>, Image<256, 32, 32>, Image<128, 64, 64>,
     Image<128, 64, 64>, Image<128, 64, 64>, Image<64, 128, 128>, Image<64, 128, 128>, Image<64, 128, 128>,
     Image<3, 128, 128>}));
static_assert(test::has_shapes<SAGANGenerator<32>, label>(z, "SelfAttention", {Image<256, 32, 32>}));
static_assert(test::has_shapes<SAGANGenerator<64>, label>(z, "SelfAttention", {Image<128, 64, 64>}));
static_assert(test::has_shapes<SAGANDiscriminator<32>, label>(picture, "SelfAttention",
                                                              {Image<128, 32, 32>}));
static_assert(test::has_shapes<SAGANDiscriminator<64>, label>(picture, "SelfAttention", {Image<64, 64, 64>}));
static_assert(test::has_shapes<SAGANDiscriminator<>, label>(picture, "Conv<3", {}));
static_assert(test::has_shapes<SAGANDiscriminator<>, label>(
    picture, "AvgPool",
    {Image<64, 64, 64>,
     Image<3, 64, 64>,  // the first block pools the picture before the shortcut's convolution
     Image<128, 32, 32>, Image<128, 32, 32>, Image<256, 16, 16>, Image<256, 16, 16>, Image<512, 8, 8>,
     Image<512, 8, 8>, Image<1024, 4, 4>, Image<1024, 4, 4>}));
static_assert(test::has_shapes<SAGANDiscriminator<>, label>(picture, "GlobalSum", {Features<1024>}));

TEST_CASE("spectral normalisation is everywhere but in the tables and gains of batch norm") {
  for (std::string const& name : test::names<SAGANGenerator<>, label>(z, false)) {
    CAPTURE(name);
    if (name.ends_with("weight"))
      CHECK((name.find("gain.") != name.npos || name.find("offset.") != name.npos || name == "8.weight"));
  }
  for (std::string const& name : test::names<SAGANDiscriminator<>, label>(picture, false)) {
    CAPTURE(name);
    CHECK(!name.ends_with(".weight"));
  }
}
