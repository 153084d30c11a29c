#include <doctest/doctest.h>

#include <agon/layer/describe.hpp>
#include <agon/net/wgan.hpp>
#include <agon/net/wgan_gp.hpp>

#include "support/parameters.hpp"

using namespace agon;

// Arjovsky et al. 2017: DCGAN's networks, further layers, no norm in G, and fully connected ones.
inline constexpr Shape latent = Features<100>, wide = Features<128>, picture = Image<3, 64, 64>,
                       small = Image<3, 32, 32>, digit = Image<1, 28, 28>;
static_assert(parameter_count<WGANGenerator64<>, latent> == 3'576'704);
static_assert(parameter_count<WGANCritic64<>, picture> == 2'765'568);
static_assert(output_shape<WGANGenerator64<3, 64, 2>, latent> == picture);
static_assert(parameter_count<WGANGenerator64<3, 64, 2>, latent> == 3'576'704 + 2 * (64 * 64 * 9 + 2 * 64));
static_assert(parameter_count<WGANCritic64<64, 1>, picture> == 2'765'568 + 64 * 64 * 9 + 2 * 64);
static_assert(parameter_count<WGANGenerator64Plain<>, latent> == 3'576'704 - 2 * (512 + 256 + 128 + 64));
static_assert(output_shape<WGANGeneratorMLP<>, latent> == picture);
static_assert(output_shape<WGANCriticMLP<>, picture> == Features<1>);
static_assert(parameter_count<WGANCriticMLP<>, picture> == 12'288 * 512 + 2 * 512 * 512 + 3 * 512 + 513);

// Gulrajani et al. 2017, counts summed from the authors' code.
static_assert(output_shape<WGANGPGeneratorCIFARResNet<>, wide> == small);
static_assert(parameter_count<WGANGPGeneratorCIFARResNet<>, wide> == 1'204'483);
static_assert(parameter_count<WGANGPGeneratorCIFARClasses<>, wide, Wire{"y", Features<1>}> == 1'218'307);
static_assert(parameter_count<WGANGPCriticCIFARResNet<>, small> == 1'053'825);
static_assert(parameter_count<WGANGPCriticCIFARClasses<>, small> == 1'055'115);
static_assert(output_shape<WGANGPCriticCIFARClasses<>, small> == Features<1>);
static_assert(shape_at<"classes", WGANGPCriticCIFARClasses<>, small> == Features<10>);
static_assert(output_shape<WGANGPGenerator64<>, wide> == picture);
static_assert(parameter_count<WGANGPGenerator64<>, wide> == 8'540'483);
static_assert(parameter_count<WGANGPCritic64<>, picture> == 7'491'841);
static_assert(output_shape<WGANGPGeneratorCIFAR<>, wide> == small);
static_assert(parameter_count<WGANGPGeneratorCIFAR<>, wide> == 5'179'907);
static_assert(parameter_count<WGANGPCriticCIFAR<>, small> == 4'114'689);
static_assert(output_shape<WGANGPGeneratorMNIST<>, wide> == digit);
static_assert(parameter_count<WGANGPGeneratorMNIST<>, wide> == 1'554'177);
static_assert(parameter_count<WGANGPCriticMNIST<>, digit> == 1'030'145);
static_assert(test::has_shapes<WGANGPCriticMNIST<>>(digit, "SameConv",
                                                    {Image<64, 14, 14>, Image<128, 7, 7>, Image<256, 4, 4>}));
static_assert(output_shape<WGANGPGeneratorToy<>, Features<2>> == Features<2>);
static_assert(parameter_count<WGANGPGeneratorToy<>, Features<2>> ==
              3 * 512 + 2 * (512 * 512 + 512) + 2 * 512 + 2);
static_assert(parameter_count<WGANGPCriticToy<>, Features<2>> == 3 * 512 + 2 * (512 * 512 + 512) + 512 + 1);

TEST_CASE("no critic with a penalty has statistics of its batch") {
  auto statistics = [](Graph const& g) {
    int n = 0;
    for (Slot const& s : g.slot) n += s.role == Role::statistic;
    return n;
  };
  CHECK(statistics(trace<WGANGPCriticCIFARResNet<>>(small)) == 0);
  CHECK(statistics(trace<WGANGPCritic64<>>(picture)) == 0);
  CHECK(statistics(trace<WGANCritic64<>>(picture)) == 6);
}
