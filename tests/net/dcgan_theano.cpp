#include <doctest/doctest.h>

#include <agon/layer/describe.hpp>
#include <agon/layer/receptive_field.hpp>
#include <agon/net/dcgan_theano.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape latent = Features<100>, picture = Image<3, 64, 64>, digit = Image<1, 28, 28>;
using G = theano::DCGANGenerator<>;
using D = theano::DCGANDiscriminator<>;

// Radford et al. 2015, figure 1: 1024x4x4 to 3x64x64 in 5x5 kernels.
static_assert(output_shape<G, latent> == picture && output_shape<D, picture> == Features<1>);
static_assert(parameter_count<G, latent> == 18'885'760);
static_assert(parameter_count<D, picture> == 17'232'768);
static_assert(test::has_shapes<G>(latent, "ConvTranspose",
                                  {Image<512, 8, 8>, Image<256, 16, 16>, Image<128, 32, 32>,
                                   Image<3, 64, 64>}));
static_assert(test::has_shapes<D>(picture, "Conv<",
                                  {Image<128, 32, 32>, Image<256, 16, 16>, Image<512, 8, 8>,
                                   Image<1024, 4, 4>}));

// The conditional pair, 28x28.
inline constexpr Wire label{"y", Features<10>};
static_assert(output_shape<theano::ConditionalGenerator, latent, label> == digit);
static_assert(output_shape<theano::ConditionalDiscriminator, digit, label> == Features<1>);
static_assert(parameter_count<theano::ConditionalGenerator, latent, label> == 6'820'538);
static_assert(parameter_count<theano::ConditionalDiscriminator, digit, label> == 6'688'202);

// The 32x32 pair: a 4x4 grid of every convolution's channels makes the paper's 28,672 features.
inline constexpr Shape small = Image<3, 32, 32>;
using F = theano::FeatureDiscriminator;
static_assert(output_shape<theano::FeatureGenerator, Features<256>> == small);
static_assert(output_shape<F, small> == Features<1>);
static_assert(shape_at<"h1", F, small> == Image<128, 32, 32> &&
              shape_at<"h2", F, small> == Image<128, 16, 16> &&
              shape_at<"h3", F, small> == Image<256, 16, 16> &&
              shape_at<"h4", F, small> == Image<256, 8, 8> && shape_at<"h5", F, small> == Image<512, 8, 8> &&
              shape_at<"h6", F, small> == Image<512, 4, 4>);

TEST_CASE("the features of all convolutions") {
  constexpr int channels = shape_at<"h1", F, small>.c + shape_at<"h2", F, small>.c +
                           shape_at<"h3", F, small>.c + shape_at<"h4", F, small>.c +
                           shape_at<"h5", F, small>.c + shape_at<"h6", F, small>.c;
  CHECK(16 * channels == 28'672);
}
