#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

/// Normalisations of each sample by itself. Variances are biased.
namespace agon {

/// Whether a normalisation ends with a gain and an offset for each channel: "weight", at first 1, and "bias",
/// at first 0.
enum class Affine { no, yes };

constexpr Tensor gain_and_offset(Scope& s, Tensor x, Affine a) {
  if (a == Affine::no) return x;
  Shape const c = channels(x.shape().c);
  Tensor const gain = s.parameter("weight", c, 1), offset = s.parameter("bias", c);
  return gain * x + offset;
}
/// (x - mean) / sqrt(variance + epsilon), both over what `d` lacks.
constexpr Tensor standardised(Tensor x, Shape d, double epsilon) {
  Tensor const centred = x - mean_to(x, d);
  return centred * rsqrt(mean_to(square(centred), d) + epsilon);
}

/// Over the pixels of each channel (Ulyanov et al. 2016).
template <Affine A = Affine::no, Real Epsilon = 1e-5>
struct InstanceNormWith {
  static constexpr auto name = text("InstanceNorm");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Shape const d = x.shape(); d.h * d.w == 1)
      s.graph.refuse("it normalises the pixels of each channel, and its input ", d,
                     " has one pixel; use it on larger images");
    return gain_and_offset(s, standardised(x, x.shape().per_sample(x.shape().c), Epsilon.value), A);
  }
};
using InstanceNorm = InstanceNormWith<>;

/// Over all numbers of a sample (Ba et al. 2016); gain and offset are those of channels, as WGAN-GP's code
/// has them.
template <Affine A = Affine::yes, Real Epsilon = 1e-5>
struct LayerNormWith {
  static constexpr auto name = text("LayerNorm");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return gain_and_offset(s, standardised(x, x.shape().per_sample(1), Epsilon.value), A);
  }
};
using LayerNorm = LayerNormWith<>;

/// Over the pixels of Groups parts of the channels (Wu and He 2018).
template <int Groups, Affine A = Affine::yes, Real Epsilon = 1e-5>
struct GroupNorm {
  static constexpr auto name = text("GroupNorm<", Groups, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    if (Groups < 1 || c % Groups) {
      s.graph.refuse(Groups, " groups do not divide ", c, " channels; choose a number that does");
      return x;
    }
    Shape const group = x.shape().per_sample(c / Groups, 1, Groups), one = x.shape().per_sample(1, 1, Groups);
    auto mean_of_groups = [&](Tensor t) {  // of each channel's own group
      Tensor const m = mean_to(reshape(mean_to(t, x.shape().per_sample(c)), group), one);
      return reshape(broadcast(m, group), x.shape().per_sample(c));
    };
    Tensor const centred = x - mean_of_groups(x);
    return gain_and_offset(s, centred * rsqrt(mean_of_groups(square(centred)) + Epsilon.value), A);
  }
};

/// x / sqrt(mean over the channels of x^2 + Epsilon), for each pixel (Karras et al. 2018, 4.2).
template <Real Epsilon = 1e-8>
struct PixelNormWith {
  static constexpr auto name = text("PixelNorm");
  constexpr Tensor operator()(Scope&, Tensor x) const {
    Shape pixel = x.shape();
    pixel.c = 1;
    return x * rsqrt(mean_to(square(x), pixel) + Epsilon.value);
  }
};
using PixelNorm = PixelNormWith<>;

/// x / (K + Scale times the sum of x^2 over the N nearest channels)^Beta (Krizhevsky et al. 2012, 3.3). Scale
/// is their program's alpha / N.
template <int N = 5, Real K = 2, Real Scale = 2e-5, Real Beta = 0.75>
struct LocalResponseNorm {
  static constexpr auto name = text("LocalResponseNorm<", N, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (N < 1 || N % 2 == 0) {
      s.graph.refuse("it sums over ", N, " channels; take an odd number, for as many on both sides");
      return x;
    }
    // channels side by side are the pixels of an image, over which a window moves
    Axis const across{.kernel = N, .padding = N / 2};
    Tensor const row = reshape(square(x), {1, d.h * d.w, d.c, d.batched});
    Tensor const sums =
        conv(row, s.graph.table({1, N, 1, false}, List<double>(std::size_t(N), 1.0)), {Axis{}, across});
    Tensor const b = K.value + Scale.value * reshape(sums, d);
    return x * exp(-Beta.value * log(b));
  }
};

}  // namespace agon
