#pragma once
#include <agon/layer/layers.hpp>

/// Progressive GANs (Karras et al. 2018, table 2) in the fused form of the authors' code: equalised weights,
/// no tanh. Parameters are named by resolution ("8x8.conv1.weight"), and a network of R pixels has those of
/// all smaller ones, their layers to and from RGB among them: what was learned at one level is loaded into
/// the next. A growing network has the parameters of the grown one; its number "fade" goes from 0, the level
/// before, to 1.
///
/// With Classes, a generator reads the class "y", a whole number, as one-hot features beside the noise, and a
/// discriminator has a logit for each class behind its first, as an auxiliary classifier needs (the authors'
/// code).
namespace agon {

namespace progan {

/// Channels where the picture has R x R pixels: 8192 / 2^s and at most 512, R = 2^(s+1).
constexpr int width(int resolution, int most) {
  int const narrow = 32 * most / resolution;
  return narrow < most ? narrow : most;
}
/// "8x8"
consteval Name square(int r) { return text<31>(r, 'x', r).at; }

/// R numbers that halve to 4.
constexpr bool level(int r) { return r >= 4 && (r & (r - 1)) == 0; }

// clang-format off
template <Name N, int C> struct Conv3 : Seq<Named<N, Conv<C, 3>>, LeakyReLU<0.2>> {};

// ---- the generator ----

/// The noise, with the class beside it if there are some, on the sphere of radius sqrt of their number.
template <int Classes> struct Latent : Seq<With<"y", OneHot<Classes>>, PixelNorm> {};
template <> struct Latent<0> : Seq<PixelNorm> {};

template <int C> struct First : Seq<
    Named<"dense", Gain<0.35355339059327376, NoBias<Linear<16 * C>>>>, Reshape<C, 4, 4>,  // sqrt 2 / 4
    Named<"dense", Bias>, LeakyReLU<0.2>, PixelNorm,
    Conv3<"conv", C>, PixelNorm> {};
template <int C> struct Up : Seq<
    Upsample<2>,
    Conv3<"conv0_up", C>, PixelNorm,
    Conv3<"conv1", C>, PixelNorm> {};

/// All levels to R.
template <int R, int Most> struct Body : Seq<Body<R / 2, Most>, Named<square(R), Up<width(R, Most)>>> {};
template <int R, int Most> requires(R <= 4) struct Body<R, Most> : Seq<Named<"4x4", First<Most>>> {};

// ---- the discriminator; the means of 2x2 pixels stand before the activation ----

template <class Smooth, int C, int Next> struct Down : Seq<
    Conv3<"conv0", C>,
    Smooth, Named<"conv1_down", Conv<Next, 3>>, AvgPool<2>, LeakyReLU<0.2>> {};
template <int C, int Out> struct Last : Seq<
    MinibatchStddev<4>,
    Conv3<"conv", C>,
    Flatten, Named<"dense0", Linear<C>>, LeakyReLU<0.2>,
    Named<"dense1", Gain<1, Linear<Out>>>> {};
// clang-format on

template <int R, int Most, class Smooth>
using DownFrom = Named<square(R), Down<Smooth, width(R, Most), width(R / 2, Most)>>;

/// All levels from R, to Out numbers.
template <int R, int Most, class Smooth, int Out>
struct Tail : Seq<DownFrom<R, Most, Smooth>, Tail<R / 2, Most, Smooth, Out>> {};
template <int R, int Most, class Smooth, int Out>
requires(R <= 4) struct Tail<R, Most, Smooth, Out> : Seq<Named<"4x4", Last<Most, Out>>> {
};

// ---- to and from RGB ----

/// Without an activation.
template <int R>
struct ToRGB {
  static constexpr auto name = text("ToRGB<", R, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (x.shape().h != R || !level(R))
      s.graph.refuse("it makes pictures of ", R, " pixels a side; take a power of two that is at least 4");
    return Named<square(R), Named<"to_rgb", Gain<1, Conv<3, 1>>>>{}(s, x);
  }
};
template <int R, int Most>
struct FromRGB {
  static constexpr auto name = text("FromRGB<", R, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (!level(R))
      s.graph.refuse("it takes pictures of ", R, " pixels a side; take a power of two that is at least 4");
    if (Shape const d = x.shape(); d.h != R || d.w != R)
      s.graph.refuse("it takes pictures of ", R, " pixels a side and its input is ", d,
                     "; make the two equal");
    return LeakyReLU<0.2>{}(s, Named<square(R), Named<"from_rgb", Conv<width(R, Most), 1>>>{}(s, x));
  }
};

/// The parameters of such layers of all levels to R, where other levels use them.
enum class RGB { to, from };
template <RGB Way, int R, int Most>
struct Resting {
  static constexpr auto name = text("Resting<", R, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    levels<4>(s);
    return x;
  }

 private:
  template <int Level>
  static constexpr void levels(Scope& s) {
    if constexpr (Level <= R) {
      constexpr int c = width(Level, Most), in = Way == RGB::to ? c : 3, out = Way == RGB::to ? 3 : c;
      constexpr Name level = square(Level);
      s.under(level.at, true, [&] {
        return s.under(Way == RGB::to ? "to_rgb" : "from_rgb", true, [&] {
          s.kernel({1, 1, 0}, in, out, in);
          return s.parameter("bias", channels(out));
        });
      });
      levels<2 * Level>(s);
    }
  }
};

// clang-format off
/// Head: what follows the Out numbers.
template <int R, int Most, class Smooth, int Out, class... Head> using Discriminator = Equalized<
    FromRGB<R, Most>,
    Tail<R, Most, Smooth, Out>,
    Resting<RGB::from, R / 2, Most>,
    Head...>;
template <int R, int Most, class Smooth, int Out, class... Head> using GrowingDiscriminator = Equalized<
    Unnumbered<Fade<"fade",
        Seq<FromRGB<R, Most>, DownFrom<R, Most, Smooth>>,
        Seq<AvgPool<2>, FromRGB<R / 2, Most>>>>,
    Tail<R / 2, Most, Smooth, Out>,
    Resting<RGB::from, R / 4, Most>,
    Head...>;
// clang-format on

}  // namespace progan

// clang-format off
/// Features<512> to Image<3, R, R>, R a power of two from 4 on. Most: channels where there are most.
template <int R, int Most = 512, int Classes = 0>
struct ProGANGenerator : Equalized<
    progan::Latent<Classes>,
    progan::Body<R, Most>,
    progan::ToRGB<R>,
    progan::Resting<progan::RGB::to, R / 2, Most>> {};

/// Image<3, R, R> to a logit, and one for each class.
template <int R, int Most = 512, int Classes = 0>
struct ProGANDiscriminator : progan::Discriminator<R, Most, Seq<>, 1 + Classes> {};

/// Level R, at least 8, while it fades in (figure 2).
template <int R, int Most = 512, int Classes = 0>
struct GrowingProGANGenerator : Equalized<
    progan::Latent<Classes>,
    progan::Body<R / 2, Most>,
    Unnumbered<Fade<"fade",
        Seq<Named<progan::square(R), progan::Up<progan::width(R, Most)>>, progan::ToRGB<R>>,
        Seq<progan::ToRGB<R / 2>, Upsample<2>>>>,
    progan::Resting<progan::RGB::to, R / 4, Most>> {};
template <int R, int Most = 512, int Classes = 0>
struct GrowingProGANDiscriminator : progan::GrowingDiscriminator<R, Most, Seq<>, 1 + Classes> {};

/// Real pictures meanwhile.
struct GrowingPictures : Fade<"fade", Seq<>, Seq<AvgPool<2>, Upsample<2>>> {};
// clang-format on

}  // namespace agon
