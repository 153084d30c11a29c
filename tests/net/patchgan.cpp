#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape pair = Image<6, 256, 256>;  // input and picture, side by side in the channels

// Isola et al. 2017, 6.1.2 and table 5: the names are receptive fields.
static_assert(receptive_field<PatchGAN<1>> == 1);
static_assert(receptive_field<PatchGAN<7>> == 7);
static_assert(receptive_field<PatchGAN<16>> == 16);
static_assert(receptive_field<PatchGAN<34>> == 34);
static_assert(receptive_field<PatchGAN<70>> == 70);
static_assert(receptive_field<PatchGAN<142>> == 142);
static_assert(receptive_field<PatchGAN<286>> == 286);

static_assert(output_shape<PatchGAN<1>, pair> == Image<1, 256, 256>);
static_assert(output_shape<PatchGAN<16>, pair> == Image<1, 126, 126>);
static_assert(output_shape<PatchGAN<34>, pair> == Image<1, 62, 62>);
static_assert(output_shape<PatchGAN<70>, pair> == Image<1, 30, 30>);
static_assert(output_shape<PatchGAN<142>, pair> == Image<1, 14, 14>);
static_assert(output_shape<PatchGAN<286>, pair> == Image<1, 6, 6>);

// The Torch7 original has a bias in every convolution (9,153; 139,713; 666,817; 2,769,601; 6,965,441;
// 11,161,281), the PyTorch release none before a batch norm.
static_assert(parameter_count<PatchGAN<1>, pair> == 9'153 - 128 - 1,
              "nor in the last of the pixel discriminator");
static_assert(parameter_count<PatchGAN<16>, pair> == 139'713 - 128);
static_assert(parameter_count<PatchGAN<34>, pair> == 666'817 - 128 - 256);
static_assert(parameter_count<PatchGAN<70>, pair> == 2'769'601 - 128 - 256 - 512);
static_assert(parameter_count<PatchGAN<70>, pair> == 2'768'705);
static_assert(parameter_count<PatchGAN<142>, pair> == 6'965'441 - 128 - 256 - 512 - 512);
static_assert(parameter_count<PatchGAN<286>, pair> == 11'161'281 - 128 - 256 - 512 - 512 - 512);

// "C64-C128-C256-C512", 6.1.2: the last of the named layers and the one to a logit have stride 1.
static_assert(test::has_shapes<PatchGAN<70>>(pair, "Conv<",
                                             {Image<64, 128, 128>, Image<128, 64, 64>, Image<256, 32, 32>,
                                              Image<512, 31, 31>, Image<1, 30, 30>}));
static_assert(test::has_shapes<PatchGAN<286>>(pair, "Conv<",
                                              {Image<64, 128, 128>, Image<128, 64, 64>, Image<256, 32, 32>,
                                               Image<512, 16, 16>, Image<512, 8, 8>, Image<512, 7, 7>,
                                               Image<1, 6, 6>}));

// C64 is 64 4x4 filters, stride 2, LeakyReLU 0.2, no normalisation; the others have batch norm.
static_assert(test::has_layers<PatchGAN<70>>(pair, 0,
                                             {"Conv<64,4,2,1>", "LeakyReLU<0.2>", "NoBias<Conv<128,4,2,1>>",
                                              "BatchNorm", "LeakyReLU<0.2>", "NoBias<Conv<256,4,2,1>>",
                                              "BatchNorm", "LeakyReLU<0.2>", "NoBias<Conv<512,4,1,1>>",
                                              "BatchNorm", "LeakyReLU<0.2>", "Conv<1,4,1,1>"}));
static_assert(trace<PatchGAN<70>>(pair).traced.size() == 12);

TEST_CASE("names are those of the PyTorch release's discriminators") {
  std::vector<std::string> expected{"model.0.weight", "model.0.bias"};
  for (std::string k : {"2", "5", "8"}) {
    expected.push_back("model." + k + ".weight");
    std::string const norm = "model." + std::to_string(std::stoi(k) + 1) + '.';
    for (char const* s : {"weight", "bias", "running_mean", "running_var"}) expected.push_back(norm + s);
  }
  expected.push_back("model.11.weight");
  expected.push_back("model.11.bias");
  CHECK(test::names<PatchGAN<70>>(pair) == expected);

  CHECK(test::names<PatchGAN<1>>(pair, false) == std::vector<std::string>{"net.0.weight", "net.0.bias",
                                                                          "net.2.weight", "net.3.weight",
                                                                          "net.3.bias", "net.5.weight"});
}
