#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape small = Image<3, 128, 128>, large = Image<3, 256, 256>;

// Zhu et al. 2017, 7.2. A generator is 7 7 3 64 + 64, 9 64 128 + 128, 9 128 256 + 256, two of 9 256 256 + 256
// a block, the two steps down once more (128 and 64 biases), and 7 7 64 3 + 3.
static_assert(output_shape<CycleGANGenerator<3>, large> == large);
static_assert(output_shape<CycleGANGenerator<1, 32, 6>, Image<3, 64, 128>> == Image<1, 64, 128>);
static_assert(parameter_count<CycleGANGenerator<3>, large> == 11'378'179);
static_assert(parameter_count<CycleGANGenerator<3, 64, 6>, small> == 7'837'699);
static_assert(parameter_count<CycleGANGenerator<3>, large> -
                  parameter_count<CycleGANGenerator<3, 64, 6>, small> ==
              6 * (9 * 256 * 256 + 256));
static_assert(output_shape<CycleGANDiscriminator<>, large> == Image<1, 30, 30>);
static_assert(receptive_field<CycleGANDiscriminator<>> == 70);
static_assert(parameter_count<CycleGANDiscriminator<>, large> == 2'764'737);

// Torch7's have a gain and an offset for each channel that is normalised: 2 (64 + 128 + 256 + 18 256 + 128 +
// 64).
static_assert(parameter_count<torch7::CycleGANGenerator<3>, large> == 11'388'675);
static_assert(parameter_count<torch7::CycleGANGenerator<3, 64, 6>, small> == 7'845'123);
static_assert(parameter_count<torch7::CycleGANDiscriminator<>, large> == 2'766'529);
static_assert(11'388'675 - 11'378'179 == 2 * (64 + 128 + 256 + 18 * 256 + 128 + 64));

// c7s1-64,d128,d256,R256,...,u128,u64,c7s1-3
static_assert(test::has_layers<CycleGANGenerator<3, 64, 1>>(small, 0,
                                                            {"ReflectPad<3,3,3,3>",
                                                             "Conv<64,7,1,0>",
                                                             "InstanceNorm",
                                                             "ReLU",
                                                             "Conv<128,3,2,1>",
                                                             "InstanceNorm",
                                                             "ReLU",
                                                             "Conv<256,3,2,1>",
                                                             "InstanceNorm",
                                                             "ReLU",
                                                             "ReflectPad<1,1,1,1>",
                                                             "Conv<256,3,1,0>",
                                                             "InstanceNorm",
                                                             "ReLU",
                                                             "ReflectPad<1,1,1,1>",
                                                             "Conv<256,3,1,0>",
                                                             "InstanceNorm",  // no ReLU behind the sum
                                                             "ConvTranspose<128,3,2,1,1>",
                                                             "InstanceNorm",
                                                             "ReLU",
                                                             "ConvTranspose<64,3,2,1,1>",
                                                             "InstanceNorm",
                                                             "ReLU",
                                                             "ReflectPad<3,3,3,3>",
                                                             "Conv<3,7,1,0>",
                                                             "Tanh"}));
static_assert(test::has_shapes<CycleGANGenerator<3, 64, 1>>(large, "Conv",
                                                            {Image<64, 256, 256>, Image<128, 128, 128>,
                                                             Image<256, 64, 64>, Image<256, 64, 64>,
                                                             Image<256, 64, 64>, Image<128, 128, 128>,
                                                             Image<64, 256, 256>, Image<3, 256, 256>}));
static_assert(test::has_layers<CycleGANDiscriminator<>>(large, 0,
                                                        {"Conv<64,4,2,1>", "LeakyReLU<0.2>",
                                                         "Conv<128,4,2,1>", "InstanceNorm", "LeakyReLU<0.2>",
                                                         "Conv<256,4,2,1>", "InstanceNorm", "LeakyReLU<0.2>",
                                                         "Conv<512,4,1,1>", "InstanceNorm", "LeakyReLU<0.2>",
                                                         "Conv<1,4,1,1>"}));

TEST_CASE("names are those of the PyTorch release") {
  std::vector<std::string> expected;
  auto both = [&](std::string const& name) {
    expected.push_back("model." + name + ".weight");
    expected.push_back("model." + name + ".bias");
  };
  for (char const* s : {"1", "4", "7"}) both(s);
  for (int block = 10; block < 19; ++block) {
    both(std::to_string(block) + ".conv_block.1");
    both(std::to_string(block) + ".conv_block.5");
  }
  for (char const* s : {"19", "22", "26"}) both(s);
  CHECK(test::names<CycleGANGenerator<3>>(large) == expected);

  expected.clear();
  for (char const* s : {"0", "2", "5", "8", "11"}) both(s);
  CHECK(test::names<CycleGANDiscriminator<>>(large) == expected);
}
