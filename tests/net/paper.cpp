#include <doctest/doctest.h>
#include <type_traits>

#include <agon/network.hpp>

#include "support/parameters.hpp"

using namespace agon;

/// Are two networks the same layers with the same parameters by name?
template <class A, class B>
constexpr bool same(Shape in) {
  Graph const a = trace<A>(in), b = trace<B>(in);
  if (a.traced.size() != b.traced.size() || a.slot.size() != b.slot.size() || a.node.size() != b.node.size())
    return false;
  for (std::size_t i = 0; i < a.traced.size(); ++i)
    if (std::string_view(a.traced[i].layer) != b.traced[i].layer || !(a.traced[i].shape == b.traced[i].shape))
      return false;
  for (std::size_t i = 0; i < a.slot.size(); ++i)
    if (a.name(a.slot[i].name) != b.name(b.slot[i].name) || !(a.slot[i].shape == b.slot[i].shape))
      return false;
  return true;
}

inline constexpr Shape picture = Image<3, 256, 256>, pair = Image<6, 256, 256>;

// Isola et al. 2017, 6.1.1, the texts of the paper.
using PaperUNet = Paper::UNet<"C64-C128-C256-C512-C512-C512-C512-C512",
                              "CD512-CD1024-CD1024-C1024-C1024-C512-C256-C128", 3>;
static_assert(output_shape<PaperUNet, picture> == picture);
static_assert(parameter_count<PaperUNet, picture> == parameter_count<UNet<3, 64, 8>, picture>);
static_assert(parameter_count<PaperUNet, picture> == 54'413'955);
// Dropout behind the three innermost steps, as in Torch7; the PyTorch release has it one step further out.
static_assert(test::has_shapes<PaperUNet>(picture, "Dropout<0.5>",
                                          {Image<512, 2, 2>, Image<512, 4, 4>, Image<512, 8, 8>}));
static_assert(std::is_base_of_v<unet::Whole<3, 64, 8>,
                                Paper::UNet<"C64-C128-C256-C512-C512-C512-C512-C512",
                                            "C512-CD1024-CD1024-CD1024-C1024-C512-C256-C128", 3>>);
// The numbers of the decoder are what its layers read.
static_assert(test::has_shapes<PaperUNet>(picture, "ConvTranspose<",
                                          {Image<512, 2, 2>, Image<512, 4, 4>, Image<512, 8, 8>,
                                           Image<512, 16, 16>, Image<256, 32, 32>, Image<128, 64, 64>,
                                           Image<64, 128, 128>, Image<3, 256, 256>}));
// Skips need not be half of what is read: 24 are 16 and 8 of the skip.
using Uneven = Paper::UNet<"C8-C12-C20", "C20-CD28-C24", 1>;
static_assert(test::has_shapes<Uneven>(Image<3, 8, 8>, "Skip", {}));
static_assert(test::has_shapes<Uneven>(Image<3, 8, 8>, "ConvTranspose<",
                                       {Image<16, 2, 2>, Image<16, 4, 4>, Image<1, 8, 8>}));

// The encoder-decoder. 16 times as many weights as pairs of channels, down 3 64 + 64 128 + 128 256 + 256 512
// + 4 512 512 = 1,220,800, and as many up; batch norms 2 (128 + 256 + 4 512) down, 2 (4 512 + 256 + 128 + 64)
// up; 3 biases: 19,532,800 + 19,532,800 + 4,864 + 4,992 + 3.
using PaperEncoderDecoder = Paper::EncoderDecoder<"C64-C128-C256-C512-C512-C512-C512-C512",
                                                  "CD512-CD512-CD512-C512-C256-C128-C64", 3>;
static_assert(output_shape<PaperEncoderDecoder, picture> == picture);
static_assert(parameter_count<PaperEncoderDecoder, picture> == 39'075'459);

using PaperEncoder = Paper::Encoder<"C64-C128-C256-C512">;
static_assert(output_shape<PaperEncoder, picture> == Image<512, 16, 16>);
static_assert(test::has_layers<PaperEncoder>(picture, 0,
                                             {"NoBias<Conv<64,4,2,1>>", "LeakyReLU<0.2>",
                                              "NoBias<Conv<128,4,2,1>>", "BatchNorm", "LeakyReLU<0.2>",
                                              "NoBias<Conv<256,4,2,1>>", "BatchNorm", "LeakyReLU<0.2>",
                                              "NoBias<Conv<512,4,2,1>>"}));
using PaperDecoder = Paper::Decoder<"CD512-CD512-C512">;
static_assert(output_shape<PaperDecoder, Image<512, 1, 1>> == Image<512, 8, 8>);
static_assert(std::is_base_of_v<Seq<unet::UpDrop<512>, unet::UpDrop<512>, unet::Up<512>>, PaperDecoder>);
static_assert(output_shape<Seq<PaperEncoder, Linear<1>>, Image<3, 16, 16>> == Features<1>,
              "layers among others");

// 6.1.2
static_assert(same<Paper::Discriminator<"C64-C128">, PatchGAN<16>>(pair));
static_assert(same<Paper::Discriminator<"C64-C128-C256-C512">, PatchGAN<70>>(pair));
static_assert(same<Paper::Discriminator<"C64-C128-C256-C512-C512-C512">, PatchGAN<286>>(pair));
static_assert(same<Paper::PixelDiscriminator<"C64-C128">, PatchGAN<1>>(pair));
static_assert(parameter_count<Paper::Discriminator<"C64-C128-C256-C512">, pair> == 2'768'705);
static_assert(receptive_field<Paper::Discriminator<"C64-C128">> == 16);
static_assert(receptive_field<Paper::Discriminator<"C64-C128-C256-C512">> == 70);
static_assert(receptive_field<Paper::Discriminator<"C64-C128-C256-C512-C512-C512">> == 286);
static_assert(receptive_field<Paper::PixelDiscriminator<"C64-C128">> == 1);
static_assert(parameter_count<Paper::Discriminator<"C64-C128-C256-C512", torch7::Block>, pair> == 2'769'601);
static_assert(
    same<Paper::Discriminator<"C64-C128-C256-C512", cyclegan::Patch>, CycleGANDiscriminator<>>(picture));

// Zhu et al. 2017, 7.2, as the paper has it and with the blocks counted.
using Nine = Paper::Generator<"c7s1-64,d128,d256,R256x9,u128,u64,c7s1-3">;
using Six = Paper::Generator<"c7s1-64, d128, d256, R256, R256, R256, R256, R256, R256, u128, u64, c7s1-3">;
static_assert(std::is_base_of_v<cyclegan::Generator<3, 64, 9>, Nine>);
static_assert(same<Six, CycleGANGenerator<3, 64, 6>>(Image<3, 128, 128>));
static_assert(output_shape<Nine, picture> == picture);
static_assert(parameter_count<Nine, picture> == 11'378'179);
static_assert(parameter_count<Six, Image<3, 128, 128>> == 7'837'699);
// Other sizes of the outer kernels, as in Johnson et al. 2016.
static_assert(test::has_shapes<Paper::Generator<"c9s1-32,d64,R64,u32,c9s1-3">>(Image<3, 16, 16>,
                                                                               "Conv<32,9,1,0>",
                                                                               {Image<32, 16, 16>}));

// Where a text is wrong, and what is said of it.
static_assert(Paper::EncoderText<"C64-C128">::fault.empty());
static_assert(Paper::EncoderText<"">::fault.view() ==
              R"("": at character 1, the end: expected Ck, with a number of channels for k)");
static_assert(Paper::EncoderText<"C64-">::fault.view() ==
              R"("C64-": at character 5, the end: expected Ck, with a number of channels for k)");
static_assert(Paper::EncoderText<"C64--C128">::fault.view() ==
              R"("C64--C128": at character 5, "-C128": expected Ck, with a number of channels for k)");
static_assert(Paper::EncoderText<"C64-C12B-C8">::fault.view() ==
              R"("C64-C12B-C8": at character 8, "B": expected "-" or the end)");
static_assert(Paper::DecoderText<"CD-C64">::fault.view() ==
              R"("CD-C64": at character 3, "-C64": expected a number from 1 to 65536)");
static_assert(Paper::DecoderText<"C99999999999">::fault.view() ==
              R"("C99999999999": at character 2, "99999999999": expected a number from 1 to 65536)");
static_assert(Paper::DecoderText<"C0">::fault.view() ==
              R"("C0": at character 2, "0": expected a number from 1 to 65536)");
static_assert(Paper::GeneratorText<"c8s1-64">::fault.view() ==
              R"("c8s1-64": at character 2, "8s1-64": expected an odd size of kernel, as in c7s1-k)");
static_assert(Paper::GeneratorText<"R64x,c7s1-3">::fault.view() ==
              R"("R64x,c7s1-3": at character 5, ",c7s1-3": expected a number from 1 to 64)");
static_assert(
    Paper::GeneratorText<"c7s1-64,R64,u32">::fault.view() ==
    R"("c7s1-64,R64,u32": at character 13, "u32": the last layer makes the picture; end with c7s1-k, k its channels)");

static_assert(Paper::UNetText<"C64", "C64">::fault.view() ==
              R"("C64": at character 1, "C64": a U-Net has at least two layers; add "-Ck")");
static_assert(
    Paper::UNetText<"C64-C128", "C128-CD128">::fault.view() ==
    R"("C128-CD128": at character 6, "CD128": the last layer makes the picture, without dropout; write C128)");
static_assert(Paper::UNetText<"C64-c128", "CD">::fault.view() ==
                  R"("C64-c128": at character 5, "c128": expected Ck, with a number of channels for k)",
              "first things first");
static_assert(output_shape<Paper::Generator<"c1s1-8,R8x64,c1s1-1">, Image<1, 4, 4>> == Image<1, 4, 4>);

TEST_CASE("names are those of the PyTorch releases") {
  CHECK(test::names<PaperUNet>(picture) == test::names<UNet<3, 64, 8>>(picture));
  CHECK(test::names<Six>(Image<3, 128, 128>)[6] == "model.10.conv_block.1.weight");
}
