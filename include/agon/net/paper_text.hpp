#pragma once
#include <agon/net/notation.hpp>

/// The texts of papers and what is wrong with them, if anything: `parts` and `fault`.
namespace agon::Paper {

template <Literal S>
struct EncoderText {
  static constexpr Notation parts = read(S.view(), '-', c);
  static constexpr auto fault = parts.fault;
};
template <Literal S>
struct DecoderText {
  static constexpr Notation parts = read(S.view(), '-', c_or_cd);
  static constexpr auto fault = parts.fault;
};
template <Literal S>
struct DiscriminatorText {
  static constexpr Notation parts = [] {
    Notation n = read(S.view(), '-', c);
    if (n.count == 1) n.refuse(n.part[0], "a discriminator has at least two layers; add \"-Ck\"");
    return n;
  }();
  static constexpr auto fault = parts.fault;
};

/// The picture comes from a last transposed convolution, which no text mentions: a decoder has one layer less
/// than its encoder.
template <Literal E, Literal D>
struct EncoderDecoderText {
  static constexpr auto fault = [] {
    Notation const& e = EncoderText<E>::parts;
    Notation d = DecoderText<D>::parts;
    if (!e.fault.empty()) return e.fault;
    if (d.fault.empty() && d.count + 1 != e.count)
      d.refuse(d.back().last, d.back().last, "its layers are ", d.count, ", and with the one to the picture ",
               d.count + 1, "; the encoder has ", e.count, ", make them as many");
    return d.fault;
  }();
};

/// A U-Net's decoder counts what each of its layers reads: "CD512-CD1024-..." is a layer, with dropout, on
/// the 512 channels of the bottom, and one on 1024, of which the skip from the encoder brings 512 and so the
/// first layer makes the other 512. The last reads for the picture.
template <Literal E, Literal D>
struct UNetText {
  static constexpr auto fault = [] {
    Notation e = EncoderText<E>::parts, d = DecoderText<D>::parts;
    if (!e.fault.empty()) return e.fault;
    if (!d.fault.empty()) return d.fault;
    if (e.count < 2) {
      e.refuse(e.back(), "a U-Net has at least two layers; add \"-Ck\"");
      return e.fault;
    }
    if (d.count != e.count)
      d.refuse(d.back().last, d.back().last, "its layers are ", d.count, " and those of the encoder ",
               e.count, "; make them as many");
    if (int const k = e.back().channels; d.part[0].channels != k)
      d.refuse(d.part[0], "the first layer reads the ", k, " channels in which the encoder ends; write ",
               d.part[0].kind == 'D' ? "CD" : "C", k);
    for (int i = 1; i < d.count && d.fault.empty(); ++i)
      if (int const skip = e.part[d.count - 1 - i].channels; d.part[i].channels <= skip)
        d.refuse(d.part[i], "the skip alone brings ", skip,
                 " channels, and the layer before adds its own; write more than ", skip);
    if (d.back().kind == 'D')
      d.refuse(d.back(), "the last layer makes the picture, without dropout; write C", d.back().channels);
    return d.fault;
  }();
};

template <Literal S>
struct GeneratorText {
  static constexpr Notation parts = [] {
    Notation n = read(S.view(), ',', c_d_r_or_u);
    for (int i = 1; i < n.count; ++i)
      if (int const before = n.part[i - 1].channels; n.part[i].kind == 'R' && n.part[i].channels != before)
        n.refuse(n.part[i], "a residual block keeps the ", before, " channels of its input; write R", before);
    if (n.count && n.back().kind != 'c')
      n.refuse(n.back(), "the last layer makes the picture; end with c7s1-k, k its channels");
    return n;
  }();
  static constexpr auto fault = parts.fault;
};

}  // namespace agon::Paper
