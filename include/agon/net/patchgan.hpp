#pragma once
#include <agon/core/fits.hpp>
#include <agon/layer/layers.hpp>

namespace agon {

namespace patchgan {

/// Layers of stride 2 in the discriminator of receptive field `n`, or -1: n = 9 2^layers - 2.
constexpr int strided(int n) {
  for (int layers = 1, r = 16; layers < 20; ++layers, r = 2 * r + 2)
    if (r == n) return layers;
  return -1;
}
constexpr int width(int base, int k) { return base * (k < 3 ? 1 << k : 8); }

constexpr Text<400> why_not(int n) {
  if (n == 1 || strided(n) > 0) return {};
  int below = 1, above = 16;
  while (above < n) below = above, above = 2 * above + 2;
  return text<400>("PatchGAN<", n, ">: no stack of its layers has a receptive field of ", n, "; the nearest are ", below, " and ", above);
}

template <int C, int Stride> struct Block : Seq<NoBias<Conv<C, 4, Stride, 1>>, BatchNorm, LeakyReLU<0.2>> {};

/// Blocks K to Last of the stack; all but the last have stride 2.
template <int Base, int K, int Last>
struct Stack : Seq<Block<width(Base, K), K == Last ? 1 : 2>, Stack<Base, K + 1, Last>> {};
template <int Base, int Last>
  requires(Last >= 0)
struct Stack<Base, Last, Last> : Block<width(Base, Last), 1> {};

template <int N>
inline constexpr Text<400> fault = why_not(N);

template <int N, int Base>
struct Layers {
  static constexpr int n = fits<fault<N>> ? strided(N) : 1;
  using type = Named<"model", Seq<Conv<Base, 4, 2>, LeakyReLU<0.2>, Stack<Base, 1, n>, Conv<1, 4, 1>>>;
};
template <int Base>
struct Layers<1, Base> {
  using type = Named<"net", Seq<Conv<Base, 1>, LeakyReLU<0.2>, NoBias<Conv<2 * Base, 1>>, BatchNorm, LeakyReLU<0.2>, NoBias<Conv<1, 1>>>>;
};

}  // namespace patchgan

/// pix2pix's discriminator (Isola et al. 2017, 6.1.2), named by its receptive field: 1, or 9 2^n - 2 for n layers of
/// stride 2 (16, 34, 70, 142, 286, ...). A map of logits, one for each patch. Biases as in the PyTorch release: where
/// no normalisation follows.
template <int N, int Base = 64>
struct PatchGAN : patchgan::Layers<N, Base>::type {};

}  // namespace agon
