#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace agon {

/// The remainder of each byte by Castagnoli's polynomial, 0x1EDC6F41 with its bits reversed.
inline constexpr std::array<std::uint32_t, 256> crc32c_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t r = byte;
    for (int bit = 0; bit < 8; ++bit) r = r >> 1 ^ (r & 1 ? 0x82F63B78u : 0);
    table[byte] = r;
  }
  return table;
}();

/// CRC32C (RFC 3720, appendix B.4).
constexpr std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t r = ~0u;
  for (char c : bytes) r = r >> 8 ^ crc32c_table[(r ^ std::uint32_t(c)) & 0xFF];
  return ~r;
}

/// As TensorFlow stores it: a checksum of data that hold checksums is a poor one.
/// (tensorflow/core/lib/hash/crc32c.h, Mask)
constexpr std::uint32_t masked_crc32c(std::string_view bytes) {
  std::uint32_t const r = crc32c(bytes);
  return (r >> 15 | r << 17) + 0xA282EAD8u;
}

}  // namespace agon
