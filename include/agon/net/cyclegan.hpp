#pragma once
#include <agon/layer/layers.hpp>

/// CycleGAN's networks (Zhu et al. 2017, 7.2), as the PyTorch release has them: instance norm without gain
/// and offset, a bias in every convolution, reflected borders where the stride is 1.
namespace agon {

namespace cyclegan {

/// L, N times.
template <int N, class L>
struct Repeat : Seq<L, Repeat<N - 1, L>> {};
template <int N, class L>
requires(N < 1) struct Repeat<N, L> : Seq<> {
};

// clang-format off
template <int C, class Norm = InstanceNorm, int Kernel = 7>
struct Stem : Seq<ReflectPad<Kernel / 2>, Conv<C, Kernel, 1, 0>, Norm, ReLU> {};                 // c7s1-k
template <int C, class Norm = InstanceNorm>
struct Down : Seq<Conv<C, 3, 2>, Norm, ReLU> {};                                                 // dk
template <int C, class Norm = InstanceNorm>
struct Block : Residual<Named<"conv_block", Seq<                                                 // Rk
    ReflectPad<1>, Conv<C, 3, 1, 0>, Norm, ReLU,
    ReflectPad<1>, Conv<C, 3, 1, 0>, Norm>>> {};
template <int C, class Norm = InstanceNorm>
struct Up : Seq<ConvTranspose<C, 3, 2, 1, 1>, Norm, ReLU> {};                                    // uk
template <int C, int Kernel = 7>
struct Picture : Seq<ReflectPad<Kernel / 2>, Conv<C, Kernel, 1, 0>, Tanh> {};                    // c7s1-3

template <int Channels, int Base, int Blocks, class Norm = InstanceNorm>
using Generator = Named<"model", Seq<
    Stem<Base, Norm>,
      Down<2 * Base, Norm>,
        Down<4 * Base, Norm>,
          Repeat<Blocks, Block<4 * Base, Norm>>,
      Up<2 * Base, Norm>,
    Up<Base, Norm>,
    Picture<Channels>>>;

template <int C, int Stride, class Norm>
struct PatchWith : Seq<Conv<C, 4, Stride, 1>, Norm, LeakyReLU<0.2>> {};                          // Ck
template <int C, int Stride>
struct Patch : PatchWith<C, Stride, InstanceNorm> {};

template <int Base, class Norm = InstanceNorm>
using Discriminator = Named<"model", Seq<
    Conv<Base, 4, 2>, LeakyReLU<0.2>,
    PatchWith<2 * Base, 2, Norm>,
    PatchWith<4 * Base, 2, Norm>,
    PatchWith<8 * Base, 1, Norm>,
    Conv<1, 4, 1>>>;
// clang-format on

/// What a generator halves twice, it must be able to double again.
constexpr void check(Scope& s, Tensor x, int blocks) {
  if (blocks < 1) s.graph.refuse(blocks, " blocks; there must be at least 1");
  if (Shape const d = x.shape(); d.h % 4 || d.w % 4)
    s.graph.refuse("it halves its input 2 times, and that is ", d, "; make height and width multiples of 4");
}

}  // namespace cyclegan

/// Image<*, 4 s, 4 t> to Image<Channels, same, same>, in (-1, 1). The paper has 9 blocks for 256x256 and
/// larger, 6 for 128x128.
template <int Channels, int Base = 64, int Blocks = 9>
struct CycleGANGenerator : cyclegan::Generator<Channels, Base, Blocks> {
  static constexpr auto name = text("CycleGANGenerator<", Channels, ",", Base, ",", Blocks, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    cyclegan::check(s, x, Blocks);
    return cyclegan::Generator<Channels, Base, Blocks>::operator()(s, x);
  }
};

/// A map of scores, each of 70x70 pixels.
template <int Base = 64>
struct CycleGANDiscriminator : cyclegan::Discriminator<Base> {
  static constexpr auto name = text("CycleGANDiscriminator<", Base, ">");
};

/// As its first release, in Torch7, has them: instance norm with gain and offset.
namespace torch7 {

/// Gains begin about 1 with the deviation that weights have about 0.
struct InstanceNorm {
  static constexpr auto name = text("InstanceNorm");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const c = channels(x.shape().c);
    Tensor const y = agon::InstanceNorm{}(s, x), gain = s.parameter("weight", c, 1, s.fresh_gain);
    return gain * y + s.parameter("bias", c);
  }
};

template <int Channels, int Base = 64, int Blocks = 9>
struct CycleGANGenerator : cyclegan::Generator<Channels, Base, Blocks, InstanceNorm> {
  static constexpr auto name = text("CycleGANGenerator<", Channels, ",", Base, ",", Blocks, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    cyclegan::check(s, x, Blocks);
    return cyclegan::Generator<Channels, Base, Blocks, InstanceNorm>::operator()(s, x);
  }
};
template <int Base = 64>
struct CycleGANDiscriminator : cyclegan::Discriminator<Base, InstanceNorm> {
  static constexpr auto name = text("CycleGANDiscriminator<", Base, ">");
};

}  // namespace torch7

}  // namespace agon
