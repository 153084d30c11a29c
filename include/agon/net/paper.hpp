#pragma once
#include <utility>

#include <agon/net/cyclegan.hpp>
#include <agon/net/paper_text.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>

/// Networks as their papers write them down. In pix2pix (Isola et al. 2017, 6.1) kernels are 4x4 and
/// Ck is
///
///   in an encoder       a convolution of stride 2, BatchNorm, LeakyReLU; the first without BatchNorm
///   in a decoder        a transposed convolution of stride 2, BatchNorm, ReLU; CDk has dropout of 50 %
///   in a discriminator  as in an encoder; the last has stride 1, as has the convolution to logits after it
///
/// As in the release, activations stand before the convolution that they feed, and the bottom has no
/// BatchNorm: in batches of one it would turn a single pixel into zero.
///
/// A text with a mistake is refused where the network is used, at the character.
namespace agon::Paper {

/// Stands for the network of a text that has a fault.
template <auto const& Fault>
struct Unreadable {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    s.graph.refuse(Fault);
    return x;
  }
};

template <class T>
using Places = std::make_index_sequence<std::size_t(T::parts.count)>;

template <class T, int I>
constexpr auto encoder_layer() {
  constexpr int k = T::parts.part[I].channels;
  if constexpr (I == 0)
    return NoBias<Conv<k, 4, 2>>{};
  else if constexpr (I + 1 < T::parts.count)
    return unet::Down<k>{};
  else
    return Seq<LeakyReLU<0.2>, NoBias<Conv<k, 4, 2>>>{};
}
template <class T, std::size_t... I>
constexpr auto encoder(std::index_sequence<I...>) {
  if constexpr (T::fault.empty())
    return Seq<decltype(encoder_layer<T, int(I)>())...>{};
  else
    return Unreadable<T::fault>{};
}

/// A step up to K filters.
template <char Kind, int K>
constexpr auto up() {
  if constexpr (Kind == 'D')
    return unet::UpDrop<K>{};
  else
    return unet::Up<K>{};
}
template <class T, std::size_t... I>
constexpr auto decoder(std::index_sequence<I...>) {
  if constexpr (T::fault.empty())
    return Seq<decltype(up<T::parts.part[I].kind, T::parts.part[I].channels>())...>{};
  else
    return Unreadable<T::fault>{};
}

/// Image<*, s 2^n, t 2^n> to Image<k, s, t>, for n layers that end in Ck.
template <Literal S>
struct Encoder : decltype(encoder<EncoderText<S>>(Places<EncoderText<S>>{})) {
  static constexpr auto name = text("Paper::Encoder");
};
/// Image<*, s, t> to Image<k, s 2^n, t 2^n>, for n layers that end in Ck.
template <Literal S>
struct Decoder : decltype(decoder<DecoderText<S>>(Places<DecoderText<S>>{})) {
  static constexpr auto name = text("Paper::Decoder");
};

template <Literal E, Literal D, int Channels>
constexpr auto encoder_decoder() {
  if constexpr (EncoderDecoderText<E, D>::fault.empty())
    return Seq<Encoder<E>, Decoder<D>, ReLU, ConvTranspose<Channels, 4, 2>, Tanh>{};
  else
    return Unreadable<EncoderDecoderText<E, D>::fault>{};
}

/// Image<*, s 2^n, t 2^n> to Image<Channels, same, same>, in (-1, 1), through a bottleneck.
template <Literal E, Literal D, int Channels>
struct EncoderDecoder : decltype(encoder_decoder<E, D, Channels>()) {
  static constexpr auto name = text("Paper::EncoderDecoder");
};

/// The levels from K down, each a U within the U.
template <Literal E, Literal D, int K>
constexpr auto level() {
  constexpr Notation const &e = EncoderText<E>::parts, &d = DecoderText<D>::parts;
  constexpr int i = e.count - 1 - K, here = e.part[K].channels;
  constexpr int above = d.part[i + 1].channels - e.part[K - 1].channels;
  using Back = decltype(up<d.part[i].kind, above>());
  if constexpr (K + 1 < e.count)
    return Skip<unet::Down<here>, decltype(level<E, D, K + 1>()), Back>{};
  else if constexpr (d.part[i].kind == 'C')
    return Skip<unet::Innermost<here, above>>{};
  else
    return Skip<LeakyReLU<0.2>, NoBias<Conv<here, 4, 2>>, Back>{};
}
template <Literal E, Literal D, int Channels>
constexpr auto unet_of() {
  if constexpr (UNetText<E, D>::fault.empty())
    // clang-format off
    return Named<"model", Named<"model", Seq<
        NoBias<Conv<EncoderText<E>::parts.part[0].channels, 4, 2>>,
        decltype(level<E, D, 1>()),
        ReLU, ConvTranspose<Channels, 4, 2>, Tanh>>>{};
  // clang-format on
  else
    return Unreadable<UNetText<E, D>::fault>{};
}

/// Image<*, s 2^n, t 2^n> to Image<Channels, same, same>, in (-1, 1).
template <Literal E, Literal D, int Channels>
struct UNet : decltype(unet_of<E, D, Channels>()) {
  static constexpr auto name = text("Paper::UNet");
};

template <class T, template <int, int> class Block, int I>
constexpr auto patch_layer() {
  constexpr int k = T::parts.part[I].channels, stride = I + 1 < T::parts.count ? 2 : 1;
  if constexpr (I == 0)
    return Seq<Conv<k, 4, 2>, LeakyReLU<0.2>>{};
  else
    return Block<k, stride>{};
}
template <class T, template <int, int> class Block, std::size_t... I>
constexpr auto patches(std::index_sequence<I...>) {
  if constexpr (T::fault.empty())
    return Named<"model", Seq<decltype(patch_layer<T, Block, int(I)>())..., Conv<1, 4, 1>>>{};
  else
    return Unreadable<T::fault>{};
}
template <class T, int I>
constexpr auto pixel_layer() {
  constexpr int k = T::parts.part[I].channels;
  if constexpr (I == 0)
    return Seq<Conv<k, 1>, LeakyReLU<0.2>>{};
  else
    return Seq<NoBias<Conv<k, 1>>, BatchNorm, LeakyReLU<0.2>>{};
}
template <class T, std::size_t... I>
constexpr auto pixels(std::index_sequence<I...>) {
  if constexpr (T::fault.empty())
    return Named<"net", Seq<decltype(pixel_layer<T, int(I)>())..., NoBias<Conv<1, 1>>>>{};
  else
    return Unreadable<T::fault>{};
}

/// A map of logits. All layers but the first are Blocks of so many filters and a stride; CycleGAN's are
/// cyclegan::Patch.
template <Literal S, template <int, int> class Block = patchgan::Block>
struct Discriminator : decltype(patches<DiscriminatorText<S>, Block>(Places<DiscriminatorText<S>>{})) {
  static constexpr auto name = text("Paper::Discriminator");
};
/// The same notation where, "in this special case, all convolutions are 1x1 spatial filters".
template <Literal S>
struct PixelDiscriminator : decltype(pixels<DiscriminatorText<S>>(Places<DiscriminatorText<S>>{})) {
  static constexpr auto name = text("Paper::PixelDiscriminator");
};

template <class T, int I>
constexpr auto generator_layer() {
  constexpr Part p = T::parts.part[I];
  if constexpr (p.kind == 'c' && I + 1 == T::parts.count)
    return cyclegan::Picture<p.channels, p.kernel>{};
  else if constexpr (p.kind == 'c')
    return cyclegan::Stem<p.channels, InstanceNorm, p.kernel>{};
  else if constexpr (p.kind == 'd')
    return cyclegan::Down<p.channels>{};
  else if constexpr (p.kind == 'R')
    return cyclegan::Repeat<p.times, cyclegan::Block<p.channels>>{};
  else
    return cyclegan::Up<p.channels>{};
}
template <class T, std::size_t... I>
constexpr auto generator(std::index_sequence<I...>) {
  if constexpr (T::fault.empty())
    return Named<"model", Seq<decltype(generator_layer<T, int(I)>())...>>{};
  else
    return Unreadable<T::fault>{};
}

/// CycleGAN's notation (Zhu et al. 2017, 7.2): c7s1-k is a 7x7 convolution, dk a 3x3 one of stride 2, uk its
/// opposite, each with InstanceNorm and ReLU; Rk is a residual block of two 3x3 convolutions, Rkxn n of them.
/// The last c7s1-k ends in tanh, without norm.
template <Literal S>
struct Generator : decltype(generator<GeneratorText<S>>(Places<GeneratorText<S>>{})) {
  static constexpr auto name = text("Paper::Generator");
};

}  // namespace agon::Paper
