#pragma once
#include <cstdint>
#include <utility>

#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/data/images.hpp>

namespace agon::data {

/// A gray set in colour: in each picture black becomes one dark colour and white one light colour, both drawn
/// by chance, and grays what lies between. The same seed gives the same colours. Throws Error if it is not
/// gray.
inline Images tinted(Images const& gray, std::uint64_t seed = 1) {
  if (gray.shape().c != 1)
    throw Error(gray.name, {"has ", gray.shape().c, " channels; only a gray set can be tinted"});
  Stack const& from = gray.pictures;
  Stack to{image(3, from.shape.h, from.shape.w), from.jitter, {}};
  to.planes.resize(3 * from.planes.size());
  std::size_t const pixels = from.bytes();
  for (int sample = 0; sample < from.count(); ++sample)
    for (std::uint32_t c = 0; c < 3; ++c) {
      auto const between = [&](std::uint32_t k, double low, double high) {
        return low +
               (high - low) * uniform(draw({seed, 0}, stream_of("data.tint"), std::uint32_t(sample), k));
      };
      double const dark = between(2 * c, 0, 110), light = between(2 * c + 1, 145, 255);
      std::uint8_t const* const in = from.planes.data() + std::size_t(sample) * pixels;
      std::uint8_t* const out = to.planes.data() + (3 * std::size_t(sample) + c) * pixels;
      for (std::size_t i = 0; i < pixels; ++i)
        out[i] = std::uint8_t(dark + (light - dark) * in[i] / 255 + 0.5);
    }
  return {joined({gray.name, ", in colour"}), std::move(to), gray.augmentation, gray.labels, gray.classes};
}

}  // namespace agon::data
