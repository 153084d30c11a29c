#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

/// Counter-based random numbers: a draw is a pure function of its name and its place, so that it depends on
/// neither the order of evaluation, the backend, the number of threads nor the way a batch is split.
namespace agon {

/// Philox 4x32 with ten rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const a = std::uint64_t(0xD2511F53u) * counter[0];
    std::uint64_t const b = std::uint64_t(0xCD9E8D57u) * counter[2];
    counter = {std::uint32_t(b >> 32) ^ counter[1] ^ key[0], std::uint32_t(b),
               std::uint32_t(a >> 32) ^ counter[3] ^ key[1], std::uint32_t(a)};
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
  return counter;
}

/// The stream of a named draw: 32-bit FNV-1a of the name.
constexpr std::uint32_t stream_of(std::string_view name) {
  std::uint32_t h = 2166136261u;
  for (char c : name) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  return h;
}

/// What all draws of one training step have in common.
struct RandomKey {
  std::uint64_t seed = 0;
  std::uint32_t step = 0;
};

/// The words behind element `element` of sample `sample` of a stream.
constexpr std::array<std::uint32_t, 4> draw(RandomKey key, std::uint32_t stream, std::uint32_t sample,
                                            std::uint32_t element) {
  return philox({element, sample, key.step, stream},
                {std::uint32_t(key.seed), std::uint32_t(key.seed >> 32)});
}

/// In [0, 1), a multiple of 2^-24.
constexpr double uniform(std::array<std::uint32_t, 4> const& words) {
  return double(words[0] >> 8) * 0x1p-24;
}

/// Standard normal, by Box and Muller's transform; |value| < 6.
inline double normal(std::array<std::uint32_t, 4> const& words) {
  double const u = (double(words[0] >> 8) + 0.5) * 0x1p-24, v = double(words[1] >> 8) * 0x1p-24;
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace agon
