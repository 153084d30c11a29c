#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

using G = DCGANGenerator64<3>;
using D = DCGANDiscriminator64<>;
inline constexpr Shape latent = Features<100>, picture = Image<3, 64, 64>;

// Radford et al. 2015, figure 1, in the widths of the authors' Torch code and of PyTorch's example (nz 100,
// ngf and ndf 64); the counts are summed from its layer list.
static_assert(output_shape<G, latent> == picture);
static_assert(output_shape<D, picture> == Features<1>);
static_assert(parameter_count<G, latent> == 3'576'704);
static_assert(parameter_count<D, picture> == 2'765'568);
static_assert(parameter_count<DCGANGenerator64<3, 128>, latent> == 12'658'432);
static_assert(parameter_count<DCGANDiscriminator64<128>, picture> == 11'036'160);
static_assert(receptive_field<D, picture> == 94, "one logit sees the whole picture");

static_assert(test::has_shapes<G>(latent, "ConvTranspose",
                                  {Image<512, 4, 4>, Image<256, 8, 8>, Image<128, 16, 16>, Image<64, 32, 32>,
                                   Image<3, 64, 64>}));
static_assert(test::has_shapes<D>(picture, "Conv<",
                                  {Image<64, 32, 32>, Image<128, 16, 16>, Image<256, 8, 8>, Image<512, 4, 4>,
                                   Features<1>}));

// No batch norm at G's output and at D's input; ReLU in G, LeakyReLU 0.2 in D.
static_assert(test::has_layers<G>(latent, 0,
                                  {"NoBias<ConvTranspose<512,4,1,0>>", "BatchNorm", "ReLU",
                                   "NoBias<ConvTranspose<256,4,2,1>>", "BatchNorm", "ReLU",
                                   "NoBias<ConvTranspose<128,4,2,1>>", "BatchNorm", "ReLU",
                                   "NoBias<ConvTranspose<64,4,2,1>>", "BatchNorm", "ReLU",
                                   "NoBias<ConvTranspose<3,4,2,1>>", "Tanh"}));
static_assert(test::has_layers<D>(picture, 0,
                                  {"NoBias<Conv<64,4,2,1>>", "LeakyReLU<0.2>", "NoBias<Conv<128,4,2,1>>",
                                   "BatchNorm", "LeakyReLU<0.2>", "NoBias<Conv<256,4,2,1>>", "BatchNorm",
                                   "LeakyReLU<0.2>", "NoBias<Conv<512,4,2,1>>", "BatchNorm", "LeakyReLU<0.2>",
                                   "NoBias<Conv<1,4,1,0>>"}));

// The 28x28 pair: 4, 7, 14, 28 and back to 14, 7, 3, 1. By hand: 100 * 256 * 16 + 256 * 128 * 9 + 128 * 64 *
// 16 + 64 * 16 and two numbers a channel; 64 * 16 + 64 * 128 * 16 + 128 * 256 * 16 + 256 * 9 and the same.
static_assert(output_shape<DCGANGenerator28<>, latent> == Image<1, 28, 28>);
static_assert(output_shape<DCGANDiscriminator28<>, Image<1, 28, 28>> == Features<1>);
static_assert(test::has_shapes<DCGANGenerator28<>>(latent, "ConvTranspose",
                                                   {Image<256, 4, 4>, Image<128, 7, 7>, Image<64, 14, 14>,
                                                    Image<1, 28, 28>}));
static_assert(test::has_shapes<DCGANDiscriminator28<>>(Image<1, 28, 28>, "Conv<",
                                                       {Image<64, 14, 14>, Image<128, 7, 7>, Image<256, 3, 3>,
                                                        Features<1>}));
static_assert(parameter_count<DCGANGenerator28<>, latent> ==
              409'600 + 294'912 + 131'072 + 1'024 + 2 * (256 + 128 + 64));
static_assert(parameter_count<DCGANDiscriminator28<>, Image<1, 28, 28>> ==
              1'024 + 131'072 + 524'288 + 2'304 + 2 * (128 + 256));

TEST_CASE("names are those of PyTorch's DCGAN example") {
  std::vector<std::string> expected;
  for (int k : {0, 3, 6, 9}) {
    expected.push_back("main." + std::to_string(k) + ".weight");
    for (char const* s : {"weight", "bias", "running_mean", "running_var"})
      expected.push_back("main." + std::to_string(k + 1) + '.' + s);
  }
  expected.push_back("main.12.weight");
  CHECK(test::names<G>(latent) == expected);
  CHECK(test::names<D>(picture, false) ==
        std::vector<std::string>{"main.0.weight", "main.2.weight", "main.3.weight", "main.3.bias",
                                 "main.5.weight", "main.6.weight", "main.6.bias", "main.8.weight",
                                 "main.9.weight", "main.9.bias", "main.11.weight"});
}

TEST_CASE("weights begin as the paper has them: normal (0, 0.02), batch norm's gains normal (1, 0.02)") {
  Graph const g = trace<G>(latent);
  for (Slot const& s : g.slot) {
    std::string_view const name = g.name(s.name);
    CAPTURE(name);
    bool const kernel = s.layout == Layout::kernel, gain = !kernel && name.ends_with(".weight");
    CHECK(s.mean == (gain || name.ends_with("running_var") ? 1 : 0));
    CHECK(s.deviation == (kernel || gain ? 0.02 : 0));
  }
}
