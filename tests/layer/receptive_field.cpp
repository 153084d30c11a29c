#include <doctest/doctest.h>

#include <agon/layer/layers.hpp>
#include <agon/layer/receptive_field.hpp>
#include <agon/net/patchgan.hpp>

using namespace agon;

inline constexpr Shape picture = Image<3, 32, 32>;

// r = (r - 1) stride + reach, from the output back: a dilated window reaches dilation (kernel - 1) + 1.
static_assert(receptive_field<Seq<Conv<8, 3>, MaxPool<2>, Conv<8, 3>>, picture> == 8);
static_assert(receptive_field<Seq<Conv<8, 3>, AvgPool<3, 2>, Conv<8, 3>>, picture> == 9);
static_assert(receptive_field<Seq<DilatedConv<8, 3, 4>, DilatedConv<8, 3, 2>>, picture> == 13);
static_assert(receptive_field<WindowConv<8, Window{Axis{5, 1, 2}, Axis{1}}>, picture> == 5, "of the height");
static_assert(receptive_field<Seq<Upsample<2>, Conv<8, 3>>, Image<3, 16, 16>> == 2);

// What stands around an image, or is cut off, only shifts it.
static_assert(receptive_field<Seq<ReflectPad<3>, Conv<8, 7, 1, 0>, Crop<20, 20, 3, 3>, DilatedConv<8, 3, 2>>,
                              picture> == 11);
static_assert(receptive_field<Seq<SameConv<8, 3, 2>, SameConv<8, 3, 2>>, picture> == 7);

// A statistic of a norm meets all pixels alike; attention and what gathers an image do not.
static_assert(
    receptive_field<Seq<Conv<8, 3>, InstanceNorm, ReLU, Conv<8, 3>, LayerNorm, Conv<1, 3>>, picture> == 7);
static_assert(receptive_field<Seq<Conv<8, 3>, GlobalMean, Linear<1>>, picture> == 34);
static_assert(receptive_field<Seq<Conv<8, 3>, PaperSelfAttention>, picture> >= 32);

// The window of a cell: where it begins and ends, down and across.
static_assert(window_of<Conv<1, 3, 2>, picture>(0, 5) == PixelWindow{{-1, 1}, {9, 11}});
static_assert(window_of<Seq<ReflectPad<3>, Conv<8, 7, 1, 0>>, picture>(4, 8) == PixelWindow{{1, 7}, {5, 11}});
static_assert(window_of<WindowConv<8, Window{Axis{5, 1, 2}, Axis{1}}>, picture>(9, 9) ==
              PixelWindow{{7, 11}, {9, 9}});
static_assert(window_of<Seq<Conv<8, 3>, MaxPool<2>, Conv<8, 3>>, picture>(3, 0) ==
              PixelWindow{{3, 10}, {-3, 4}});
// Neighbours of PatchGAN<70> are 8 pixels apart, and the map of 30 stands in the middle of 256 pixels.
static_assert(window_of<PatchGAN<70>, Image<6, 256, 256>>(0, 0).rows == Span{-23, 46});
static_assert(window_of<PatchGAN<70>, Image<6, 256, 256>>(1, 29).rows == Span{-15, 54});
static_assert(window_of<PatchGAN<70>, Image<6, 256, 256>>(1, 29).columns == Span{209, 278});

TEST_CASE("the receptive field is the compiler's") { CHECK(receptive_field<Conv<1, 3>> == 3); }
