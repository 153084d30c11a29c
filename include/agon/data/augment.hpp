#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include <agon/core/random.hpp>
#include <agon/core/shape.hpp>

/// Random crop and mirror, a pure function of seed, epoch and sample.
namespace agon::data {

/// What may happen to a sample: it is stored `jitter` pixels larger than it is shown.
struct Augmentation {
  int jitter = 0;
  bool mirror = false;
};

/// What does happen: the corner of the part that is shown, and whether it is mirrored.
struct Placement {
  int x = 0, y = 0;
  bool mirror = false;
  bool operator==(Placement const&) const = default;
};

/// Uniform in 0, ..., n - 1.
constexpr std::uint32_t below(std::array<std::uint32_t, 4> const& words, std::uint32_t n) {
  return std::uint32_t((std::uint64_t(words[0]) * n) >> 32);
}

/// The random placement of a sample; `key.step` is the epoch.
constexpr Placement random_placement(Augmentation a, RandomKey key, std::uint32_t sample) {
  constexpr std::uint32_t stream = stream_of("data.placement");
  auto const choose = [&](std::uint32_t element, int n) {
    return int(below(draw(key, stream, sample, element), std::uint32_t(n)));
  };
  return {choose(0, a.jitter + 1), choose(1, a.jitter + 1), a.mirror && choose(2, 2) == 1};
}

/// The middle, not mirrored: how a sample is shown when nothing is left to chance.
constexpr Placement middle(Augmentation a) { return {a.jitter / 2, a.jitter / 2, false}; }

/// Writes one sample, scaled from 0..255 to [-1, 1]. Both are planes of rows: `from` is (c, h + jitter, w +
/// jitter), `to` is (c, h, w) for the shape {c, h, w}.
inline void place(std::uint8_t const* from, float* to, Shape shape, int jitter, Placement p) {
  std::ptrdiff_t const height = shape.h, width = shape.w, stride = width + jitter;
  for (std::ptrdiff_t c = 0; c < shape.c; ++c)
    for (std::ptrdiff_t y = 0; y < height; ++y, to += width) {
      std::uint8_t const* const row = from + (c * (height + jitter) + p.y + y) * stride + p.x;
      if (p.mirror)
        for (std::ptrdiff_t x = 0; x < width; ++x) to[x] = float(row[width - 1 - x]) / 127.5f - 1;
      else
        for (std::ptrdiff_t x = 0; x < width; ++x) to[x] = float(row[x]) / 127.5f - 1;
    }
}

}  // namespace agon::data
