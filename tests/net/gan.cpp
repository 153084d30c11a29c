#include <doctest/doctest.h>

#include <agon/layer/describe.hpp>
#include <agon/net/cgan.hpp>
#include <agon/net/gan.hpp>

#include "support/parameters.hpp"

using namespace agon;

// Goodfellow et al. 2014, counts summed from the authors' configurations.
inline constexpr Shape latent = Features<100>, cifar = Image<3, 32, 32>;
static_assert(output_shape<GANGeneratorMNIST, latent> == Features<784>);
static_assert(output_shape<GANDiscriminatorMNIST, Features<784>> == Features<1>);
static_assert(parameter_count<GANGeneratorMNIST, latent> == 2'503'984);
static_assert(parameter_count<GANDiscriminatorMNIST, Features<784>> == 1'231'441);

static_assert(parameter_count<GANGeneratorCIFAR<>, latent> == 89'395'072);
static_assert(parameter_count<GANDiscriminatorCIFAR<>, Features<3072>> == 37'393'601);

// (10 - 1) 3 + 5 = 32; windows of four that reach over: 33 to 16, 15 to 7, of two: 9 to 5.
static_assert(output_shape<GANGeneratorCIFARConv<>, latent> == cifar);
static_assert(output_shape<GANDiscriminatorCIFARConv, cifar> == Features<1>);
static_assert(test::has_shapes<GANDiscriminatorCIFARConv>(cifar, "ConvMaxout",
                                                          {Image<32, 33, 33>, Image<32, 15, 15>,
                                                           Image<192, 9, 9>}));
static_assert(test::has_shapes<GANDiscriminatorCIFARConv>(cifar, "MaxPool",
                                                          {Image<32, 16, 16>, Image<32, 7, 7>,
                                                           Image<192, 5, 5>}));

// By hand: 100 * 8000 + 8000 + 8000 * 8000 + 8000 + 8000 * 2304 + 2304; and 100 * 8000 + 8000 + 8000 * 100 +
// 100 before it.
static_assert(output_shape<GANGeneratorTFD<>, latent> == Features<2304>);
static_assert(parameter_count<GANGeneratorTFD<>, latent> == 808'000 + 64'008'000 + 18'434'304);
static_assert(parameter_count<GANGeneratorTFDDeep<>, latent> ==
              808'000 + 800'100 + 808'000 + 64'008'000 + 18'434'304);
static_assert(output_shape<GANDiscriminatorTFD<>, Features<2304>> == Features<1>);

// Mirza and Osindero 2014.
inline constexpr Wire label{"y", Features<10>}, tags{"image", Features<4096>};
static_assert(output_shape<CGANGeneratorMNIST, latent, label> == Features<784>);
static_assert(parameter_count<CGANGeneratorMNIST, latent, label> == 2'413'984);
static_assert(parameter_count<CGANDiscriminatorMNIST, Features<784>, label> == 1'224'351);
static_assert(output_shape<CGANGeneratorFlickr, latent, tags> == Features<200>);
static_assert(output_shape<CGANDiscriminatorFlickr, Features<200>, tags> == Features<1>);
// 100 * 500 + 500 + 4096 * 2000 + 2000 + 2500 * 200 + 200; and 200 * 500 + 500 + 4096 * 1200 + 1200 + 1700 *
// 3000 + 3000 + 1000 + 1
static_assert(parameter_count<CGANGeneratorFlickr, latent, tags> == 50'500 + 8'194'000 + 500'200);
static_assert(parameter_count<CGANDiscriminatorFlickr, Features<200>, tags> ==
              100'500 + 4'916'400 + 5'103'000 + 1'001);

TEST_CASE("the counts are the compiler's") { CHECK(facts<GANGeneratorMNIST, latent>.layers == 6); }
