#include <doctest/doctest.h>

#include <agon/network.hpp>

using namespace agon;

// ---- shapes ----
static_assert(output_shape<Conv<64, 4, 2>, Image<3, 256, 256>> == Image<64, 128, 128>);
static_assert(output_shape<Conv<8, 3>, Image<3, 7, 5>> == Image<8, 7, 5>,
              "padding is (kernel - 1) / 2 by itself");
static_assert(output_shape<Conv<8, 5, 2>, Image<3, 7, 6>> == Image<8, 4, 3>);
static_assert(output_shape<Conv<1, 4, 1, 0>, Image<512, 4, 4>> == Features<1>);
static_assert(output_shape<ConvTranspose<512, 4, 1, 0>, Features<100>> == Image<512, 4, 4>);
static_assert(output_shape<ConvTranspose<64, 4, 2>, Image<3, 16, 8>> == Image<64, 32, 16>);
static_assert(output_shape<ConvTranspose<64, 3, 2, 1>, Image<3, 4, 4>> == Image<64, 7, 7>);
static_assert(output_shape<Flatten, Image<3, 4, 5>> == Features<60>);
static_assert(output_shape<Reshape<3, 4, 5>, Features<60>> == Image<3, 4, 5>);
static_assert(output_shape<Seq<Flatten, Linear<10>>, Image<3, 4, 5>> == Features<10>);
static_assert(output_shape<Slice<2, 3>, Image<8, 4, 5>> == Image<3, 4, 5>);
static_assert(output_shape<Aside<"a", Linear<7>>, Features<3>> == Features<3>, "its input goes on");
static_assert(shape_at<"a", Aside<"a", Linear<7>>, Features<3>> == Features<7>);
static_assert(output_shape<Skip<Conv<5, 3>>, Image<3, 8, 8>> == Image<8, 8, 8>, "x, then f(x)");
static_assert(output_shape<Residual<Conv<3, 3>>, Image<3, 8, 8>> == Image<3, 8, 8>);
static_assert(
    output_shape<Seq<BatchNorm, ReLU, Dropout<0.5>, LeakyReLU<0.2>, Tanh, Sigmoid>, Image<3, 8, 8>> ==
    Image<3, 8, 8>);
static_assert(output_shape<Seq<>, Image<3, 8, 8>> == Image<3, 8, 8>);

// ---- parameters: kernel^2 in out + out; in out + out; 2 a channel ----
static_assert(parameter_count<Conv<64, 4, 2>, Image<3, 8, 8>> == 16 * 3 * 64 + 64);
static_assert(parameter_count<NoBias<Conv<64, 4, 2>>, Image<3, 8, 8>> == 16 * 3 * 64);
static_assert(parameter_count<ConvTranspose<8, 3>, Image<3, 8, 8>> == 9 * 3 * 8 + 8);
static_assert(parameter_count<Linear<10>, Features<7>> == 80);
static_assert(parameter_count<BatchNorm, Image<5, 8, 8>> == 10, "running statistics are not counted");
static_assert(parameter_count<Seq<ReLU, Dropout<0.5>, Flatten>, Image<5, 8, 8>> == 0);

// ---- multiply-adds of one sample ----
static_assert(multiply_adds<Conv<64, 4, 2>, Image<3, 256, 256>> == 128L * 128 * 16 * 3 * 64);
static_assert(multiply_adds<ConvTranspose<8, 4, 2>, Image<3, 5, 5>> == 5L * 5 * 16 * 3 * 8);
static_assert(multiply_adds<Linear<10>, Features<7>> == 70);
static_assert(multiply_adds<Seq<Flatten, Linear<10>>, Image<2, 3, 4>> == 240);

// ---- bytes of all layers' outputs ----
static_assert(activation_bytes<Seq<Conv<8, 3>, ReLU>, Image<3, 4, 4>> == 4 * 2 * 8 * 4 * 4);

// ---- receptive fields, walking back from the output: r -> (r - 1) stride + kernel ----
static_assert(receptive_field<Conv<1, 3>> == 3);
static_assert(receptive_field<Seq<Conv<1, 3>, Conv<1, 3>>> == 5);
static_assert(receptive_field<Seq<Conv<1, 4, 2>, Conv<1, 3>>> == (3 - 1) * 2 + 4);
static_assert(receptive_field<Seq<ReLU, BatchNorm, Tanh>> == 1);
static_assert(receptive_field<Skip<Conv<1, 5>>> == 5, "the longer way counts");
static_assert(receptive_field<Residual<Conv<3, 3>, Conv<3, 3>>, Image<3, 16, 16>> == 5);
static_assert(receptive_field<ConvTranspose<1, 4, 2>> == 2, "a row of the result meets two of the input");
static_assert(receptive_field<ConvTranspose<1, 4, 1, 0>, Image<1, 16, 16>> == 4);
static_assert(receptive_field<Seq<Flatten, Linear<1>>, Image<1, 28, 28>> == 28, "features gather everything");

// ---- names of layers ----
static_assert(LayerName<Conv<64, 4, 2>>::value.view() == "Conv<64,4,2,1>");
static_assert(LayerName<NoBias<ConvTranspose<64, 4, 2>>>::value.view() == "NoBias<ConvTranspose<64,4,2,1>>");
static_assert(LayerName<LeakyReLU<0.2>>::value.view() == "LeakyReLU<0.2>");
static_assert(LayerName<Dropout<0.5>>::value.view() == "Dropout<0.5>");
static_assert(LayerName<Linear<10>>::value.view() == "Linear<10>");
static_assert(LayerName<UNet<3, 64, 8>>::value.view() == "UNet<3,64,8>");

/// y = x / sqrt(mean over channels of x^2 + 1e-8): a layer of one's own needs no name.
struct RMSNorm {
  constexpr Tensor operator()(Scope&, Tensor x) const {
    Shape const d = x.shape();
    return x * rsqrt(mean_to(square(x), {1, d.h, d.w, d.batched}) + 1e-8);
  }
};
static_assert(output_shape<Seq<Conv<8, 3>, RMSNorm>, Image<3, 8, 8>> == Image<8, 8, 8>);
static_assert(LayerName<RMSNorm>::value.view() == "RMSNorm");

TEST_CASE("facts are asserted by the compiler") { CHECK(facts<Conv<1, 3>, Image<1, 4, 4>>.layers == 0); }
