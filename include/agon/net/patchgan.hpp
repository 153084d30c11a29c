#pragma once
#include <agon/layer/layers.hpp>

namespace agon {

namespace patchgan {

/// Layers of stride 2 in the discriminator of receptive field `n`, or -1: n = 9 2^layers - 2.
constexpr int strided(int n) {
  for (int layers = 0, r = 7; layers < 20; ++layers, r = 2 * r + 2)
    if (r == n) return layers;
  return -1;
}
constexpr int width(int base, int k) { return base * (k < 3 ? 1 << k : 8); }

/// Stands for a discriminator that there is none of.
template <int N>
struct None {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int below = 1, above = 7;
    while (above < N) below = above, above = 2 * above + 2;
    s.graph.refuse("no stack of its layers has a receptive field of ", N, "; the nearest are ", below,
                   " and ", above);
    return x;
  }
};

template <int C, int Stride>
struct Block : Seq<NoBias<Conv<C, 4, Stride, 1>>, BatchNorm, LeakyReLU<0.2>> {};

/// Blocks K to Last of the stack; all but the last have stride 2.
template <int Base, int K, int Last>
struct Stack : Seq<Block<width(Base, K), K == Last ? 1 : 2>, Stack<Base, K + 1, Last>> {};
template <int Base, int Last>
requires(Last >= 0) struct Stack<Base, Last, Last> : Block<width(Base, Last), 1> {
};

template <int N, int Base>
constexpr auto layers() {
  if constexpr (N == 1)
    return Named<"net", Seq<Conv<Base, 1>, LeakyReLU<0.2>, NoBias<Conv<2 * Base, 1>>, BatchNorm,
                            LeakyReLU<0.2>, NoBias<Conv<1, 1>>>>{};
  else if constexpr (strided(N) == 0)
    return Named<"model", Seq<Conv<Base, 4, 1>, LeakyReLU<0.2>, Conv<1, 4, 1>>>{};
  else if constexpr (strided(N) > 0)
    return Named<"model", Seq<Conv<Base, 4, 2>, LeakyReLU<0.2>, Stack<Base, 1, strided(N)>, Conv<1, 4, 1>>>{};
  else
    return None<N>{};
}

}  // namespace patchgan

/// pix2pix's discriminator (Isola et al. 2017, 6.1.2), named by its receptive field: 1, or 9 2^n - 2 for n
/// layers of stride 2 (7, 16, 34, 70, 142, 286, ...). A map of logits, one for each patch. Biases as in the
/// PyTorch release: where no normalisation follows.
template <int N, int Base = 64>
struct PatchGAN : decltype(patchgan::layers<N, Base>()) {
  static constexpr auto name = text("PatchGAN<", N, ">");
};

}  // namespace agon
