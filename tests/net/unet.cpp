#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

// Isola et al. 2017, 6.1.1; the counts are those of the PyTorch release, summed from its layer list: kernels
// 16 in out, two numbers a channel for each batch norm, and a bias for the last layer only.
using UNet256 = UNet<3, 64, 8>;
using UNet128 = UNet<3, 64, 7>;
static_assert(output_shape<UNet256, Image<3, 256, 256>> == Image<3, 256, 256>);
static_assert(parameter_count<UNet256, Image<3, 256, 256>> == 54'413'955);
static_assert(output_shape<UNet128, Image<3, 128, 128>> == Image<3, 128, 128>);
static_assert(parameter_count<UNet128, Image<3, 128, 128>> == 41'828'995);
static_assert(output_shape<UNet256, Image<3, 512, 256>> == Image<3, 512, 256>, "fully convolutional");
static_assert(parameter_count<UNet256, Image<3, 512, 256>> == 54'413'955);
static_assert(output_shape<UNet<2, 64, 8>, Image<1, 256, 256>> == Image<2, 256, 256>,
              "colourisation: L to ab");

// The encoder C64-C128-C256-C512-C512-C512-C512-C512 and the decoder's maps.
static_assert(test::has_shapes<UNet256>(Image<3, 256, 256>, "<Conv<",
                                        {Image<64, 128, 128>, Image<128, 64, 64>, Image<256, 32, 32>,
                                         Image<512, 16, 16>, Image<512, 8, 8>, Image<512, 4, 4>,
                                         Image<512, 2, 2>, Image<512, 1, 1>}));
static_assert(test::has_shapes<UNet256>(Image<3, 256, 256>, "ConvTranspose",
                                        {Image<512, 2, 2>, Image<512, 4, 4>, Image<512, 8, 8>,
                                         Image<512, 16, 16>, Image<256, 32, 32>, Image<128, 64, 64>,
                                         Image<64, 128, 128>, Image<3, 256, 256>}));
// Decoder inputs, behind the ReLU: CD512-CD1024-CD1024-C1024-C1024-C512-C256-C128, numbers after the
// concatenation.
static_assert(test::has_shapes<UNet256>(Image<3, 256, 256>, "ReLU",
                                        {Image<64, 128, 128>, Image<128, 64, 64>, Image<256, 32, 32>,
                                         Image<512, 16, 16>, Image<512, 8, 8>, Image<512, 4, 4>,
                                         Image<512, 2, 2>,  // LeakyReLUs of the encoder
                                         Image<512, 1, 1>, Image<1024, 2, 2>, Image<1024, 4, 4>,
                                         Image<1024, 8, 8>, Image<1024, 16, 16>, Image<512, 32, 32>,
                                         Image<256, 64, 64>, Image<128, 128, 128>}));
static_assert(test::has_shapes<UNet128>(Image<3, 128, 128>, "<Conv<",
                                        {Image<64, 64, 64>, Image<128, 32, 32>, Image<256, 16, 16>,
                                         Image<512, 8, 8>, Image<512, 4, 4>, Image<512, 2, 2>,
                                         Image<512, 1, 1>}));

// Dropout stands where the PyTorch release has it: in the three blocks outside the innermost one.
static_assert(test::has_shapes<UNet256>(Image<3, 256, 256>, "Dropout<0.5>",
                                        {Image<512, 4, 4>, Image<512, 8, 8>, Image<512, 16, 16>}));
static_assert(test::has_shapes<UNet128>(Image<3, 128, 128>, "Dropout<0.5>",
                                        {Image<512, 4, 4>, Image<512, 8, 8>}));

// C64 and C128 of the encoder; CD512 of the decoder is 4x4, stride 2, batch norm, 50 % dropout, and its ReLU
// stands before the convolution.
static_assert(test::has_layers<UNet256>(Image<3, 256, 256>, 0,
                                        {"NoBias<Conv<64,4,2,1>>", "LeakyReLU<0.2>",
                                         "NoBias<Conv<128,4,2,1>>", "BatchNorm", "LeakyReLU<0.2>"}));
static_assert(test::has_layers<UNet256>(Image<3, 256, 256>, 19,
                                        {"LeakyReLU<0.2>",
                                         "NoBias<Conv<512,4,2,1>>",  // innermost: no normalisation
                                         "ReLU",
                                         "NoBias<ConvTranspose<512,4,2,1>>",
                                         "BatchNorm",
                                         "ReLU",
                                         "NoBias<ConvTranspose<512,4,2,1>>",
                                         "BatchNorm",
                                         "Dropout<0.5>",
                                         "ReLU",
                                         "NoBias<ConvTranspose<512,4,2,1>>",
                                         "BatchNorm",
                                         "Dropout<0.5>",
                                         "ReLU",
                                         "NoBias<ConvTranspose<512,4,2,1>>",
                                         "BatchNorm",
                                         "Dropout<0.5>",
                                         "ReLU",
                                         "NoBias<ConvTranspose<256,4,2,1>>",
                                         "BatchNorm",
                                         "ReLU",
                                         "NoBias<ConvTranspose<128,4,2,1>>",
                                         "BatchNorm",
                                         "ReLU",
                                         "NoBias<ConvTranspose<64,4,2,1>>",
                                         "BatchNorm",
                                         "ReLU",
                                         "ConvTranspose<3,4,2,1>",
                                         "Tanh"}));

TEST_CASE("names are those of the PyTorch release's UnetGenerator") {
  std::string const bn[] = {"weight", "bias", "running_mean", "running_var"};
  std::vector<std::string> expected{"model.model.0.weight"};
  std::string at = "model.model.1.";
  auto norm = [&](std::string const& name) {
    for (std::string const& s : bn) expected.push_back(name + s);
  };
  std::vector<std::string> up;
  for (int level = 1; level < 7; ++level) {  // lrelu, conv, norm, the levels below, relu, convT, norm
    expected.push_back(at + "model.1.weight");
    norm(at + "model.2.");
    up.push_back(at);
    at += "model.3.";
  }
  expected.push_back(at + "model.1.weight");  // innermost: lrelu, conv, relu, convT, norm
  expected.push_back(at + "model.3.weight");
  norm(at + "model.4.");
  for (int level = 6; level >= 1; --level) {
    expected.push_back(up[std::size_t(level - 1)] + "model.5.weight");
    norm(up[std::size_t(level - 1)] + "model.6.");
  }
  expected.push_back("model.model.3.weight");
  expected.push_back("model.model.3.bias");
  CHECK(test::names<UNet256>(Image<3, 256, 256>) == expected);
  CHECK(expected[6] == "model.model.1.model.3.model.1.weight");
}
