#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>

#include <agon/core/random.hpp>
#include <agon/data/images.hpp>

namespace agon::data {

/// Digits over photographs as MNIST-M has them (Ganin and Lempitsky 2015): |patch - digit| in each channel of
/// a random patch of a random photograph. Labels stay. The same seed makes the same ones. Throws Error if the
/// digits are not grey, if the photographs are not in colour or smaller than a digit, or if there are none.
inline Images mnist_m(Images const& digits, Stack const& photographs, std::uint64_t seed = 1) {
  Shape const d = digits.shape(), p = photographs.shape;
  std::string const name = digits.name + " over photographs";
  int const height = p.h + photographs.jitter, width = p.w + photographs.jitter;
  if (d.c != 1 || digits.pictures.jitter)
    throw Error(name, "the digits should be grey and as large as they are shown");
  if (p.c != 3 || height < d.h || width < d.w)
    throw Error(name, {"a patch of ", d.w, 'x', d.h, " in colour cannot be cut out of photographs of ", width,
                       'x', height, " with ", p.c, p.c == 1 ? " channel" : " channels"});
  if (photographs.count() == 0) throw Error(name, "there are no photographs");
  Images set{name, {image(3, d.h, d.w), 0, {}}, digits.augmentation, digits.labels, digits.classes};
  set.pictures.planes.resize(std::size_t(digits.count()) * set.pictures.bytes());
  std::uint8_t* to = set.pictures.planes.data();
  for (int i = 0; i < digits.count(); ++i) {
    auto const chosen = [&](std::uint32_t element, int n) {
      return std::size_t(
          below(draw({seed, 0}, stream_of("data.mnist_m"), std::uint32_t(i), element), std::uint32_t(n)));
    };
    std::size_t const photograph = chosen(0, photographs.count());
    std::size_t const x = chosen(1, width - d.w + 1), y = chosen(2, height - d.h + 1);
    std::uint8_t const* const digit = &digits.pictures.planes[std::size_t(i) * digits.pictures.bytes()];
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t row = 0; row < std::size_t(d.h); ++row) {
        std::uint8_t const* const from =
            &photographs.planes[photograph * photographs.bytes() +
                                (c * std::size_t(height) + y + row) * std::size_t(width) + x];
        for (std::size_t k = 0; k < std::size_t(d.w); ++k)
          *to++ = std::uint8_t(std::abs(int(from[k]) - int(digit[row * std::size_t(d.w) + k])));
      }
  }
  return set;
}

}  // namespace agon::data
