#pragma once
#include <agon/net/progan.hpp>

/// StyleGAN (Karras et al. 2019), row F of its table 1, as the authors' code has it: a mapping of the noise
/// to a style w, and a synthesis that begins with a learned constant and takes w in every layer. Widths,
/// names by resolution and growing are those of progressive GANs. (From 128 pixels on the code upsamples and
/// convolves in one; the result is the same.)
///
/// With Classes, networks read the class "y", a whole number: the mapping begins with as many learned numbers
/// for it as the noise has, beside the noise, and the discriminator has a logit for each class, of which it
/// takes that one (the authors' code).
namespace agon {

/// Whether all layers take the one style "w", or layer k its own, "w0", "w1", ..., as mixing and truncation
/// need.
enum class Styles { one, each_layer };

namespace stylegan {

consteval Name style(Styles s, int layer) {
  return s == Styles::one ? Name("w") : Name(text<31>('w', layer).at);
}
/// 2 for 4x4 pixels, 3 for 8x8, ...
constexpr int log2(int resolution) { return resolution > 1 ? 1 + log2(resolution / 2) : 0; }

// clang-format off
template <int Width> struct Map : Seq<Linear<Width>, LeakyReLU<0.2>> {};

/// What a discriminator's last layer makes, and what is taken of it.
template <int R, int Most, int Classes> struct Discriminator
    : progan::Discriminator<R, Most, Blur, Classes, Entry<"y">> {};
template <int R, int Most> struct Discriminator<R, Most, 0> : progan::Discriminator<R, Most, Blur, 1> {};
template <int R, int Most, int Classes> struct GrowingDiscriminator
    : progan::GrowingDiscriminator<R, Most, Blur, Classes, Entry<"y">> {};
template <int R, int Most> struct GrowingDiscriminator<R, Most, 0>
    : progan::GrowingDiscriminator<R, Most, Blur, 1> {};

template <Name W> struct Epilogue : Seq<
    Named<"noise", AddNoise>, Named<"bias", Bias>, LeakyReLU<0.2>,
    Named<"style", Gain<1, AdaIN<W>>>> {};

template <int C, Name W0, Name W1> struct First : Seq<
    Named<"const", Seq<LearnedConstant<C, 4, 4>, Epilogue<W0>>>,
    Named<"conv", Seq<NoBias<Conv<C, 3>>, Epilogue<W1>>>> {};
template <int C, Name W0, Name W1> struct Up : Seq<
    Named<"conv0_up", Seq<Upsample<2>, NoBias<Conv<C, 3>>, Blur, Epilogue<W0>>>,
    Named<"conv1", Seq<NoBias<Conv<C, 3>>, Epilogue<W1>>>> {};
// clang-format on

template <int R, int Most, Styles S>
using UpTo = Named<progan::square(R),
                   Up<progan::width(R, Most), style(S, 2 * log2(R) - 4), style(S, 2 * log2(R) - 3)>>;

/// All levels to R.
template <int R, int Most, Styles S>
struct Body : Seq<Body<R / 2, Most, S>, UpTo<R, Most, S>> {};
template <int R, int Most, Styles S>
requires(R <= 4) struct Body<R, Most, S> : Seq<Named<"4x4", First<Most, style(S, 0), style(S, 1)>>> {
};

/// The noise and, beside it, a row of a learned table for the class "y", of as many numbers, at first normal
/// (0, 1) and used as it is; both normalised.
template <int Classes>
struct Latent {
  static constexpr auto name = text("Latent<", Classes, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Storage const before = s.storage;
    s.storage = {};
    Tensor const row = s.under(
        "class", true, [&] { return embedding(s, s.wire("y", x), Classes, x.shape().c, {.spread = 1}); });
    s.storage = before;
    return PixelNorm{}(s, concat(x, row));
  }
};
template <>
struct Latent<0> : PixelNorm {};

}  // namespace stylegan

// clang-format off
/// Features<512> of noise to a style of Width numbers. Learns a hundred times slower than the rest.
template <int Width = 512, int Classes = 0>
struct StyleGANMapping : EqualizedWith<1.4142135623730951, 0.01,
    stylegan::Latent<Classes>,
    stylegan::Map<Width>, stylegan::Map<Width>, stylegan::Map<Width>, stylegan::Map<Width>,
    stylegan::Map<Width>, stylegan::Map<Width>, stylegan::Map<Width>, stylegan::Map<Width>> {};

/// Styles, by name, to Image<3, R, R>, R a power of two from 4 on. What stands before is not read. Most: channels where
/// there are most, and in a generator the width of the mapping.
template <int R, Styles S = Styles::one, int Most = 512>
struct StyleGANSynthesis : Equalized<
    stylegan::Body<R, Most, S>,
    progan::ToRGB<R>,
    progan::Resting<progan::RGB::to, R / 2, Most>> {};

/// Level R, at least 8, while it fades in.
template <int R, Styles S = Styles::one, int Most = 512>
struct GrowingStyleGANSynthesis : Equalized<
    stylegan::Body<R / 2, Most, S>,
    Unnumbered<Fade<"fade",
        Seq<stylegan::UpTo<R, Most, S>, progan::ToRGB<R>>,
        Seq<progan::ToRGB<R / 2>, Upsample<2>>>>,
    progan::Resting<progan::RGB::to, R / 4, Most>> {};

/// Features<512> of noise to Image<3, R, R>; leaves the style as "w".
template <int R, int Most = 512, int Classes = 0>
struct StyleGANGenerator : Seq<
    Named<"mapping", Let<"w", StyleGANMapping<Most, Classes>>>,
    Named<"synthesis", StyleGANSynthesis<R, Styles::one, Most>>> {};
template <int R, int Most = 512, int Classes = 0>
struct GrowingStyleGANGenerator : Seq<
    Named<"mapping", Let<"w", StyleGANMapping<Most, Classes>>>,
    Named<"synthesis", GrowingStyleGANSynthesis<R, Styles::one, Most>>> {};

/// Image<3, R, R> to a logit: a progressive GAN's, smoothed before each loss of pixels.
template <int R, int Most = 512, int Classes = 0>
struct StyleGANDiscriminator : stylegan::Discriminator<R, Most, Classes> {};
template <int R, int Most = 512, int Classes = 0>
struct GrowingStyleGANDiscriminator : stylegan::GrowingDiscriminator<R, Most, Classes> {};
// clang-format on

}  // namespace agon
