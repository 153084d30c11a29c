#include <doctest/doctest.h>
#include <string>

#include <agon/log/crc32c.hpp>

using namespace agon;

namespace {
constexpr std::string_view zeros{"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32};
}

// The check value of CRC-32C in catalogues of checksums; RFC 3720, B.4.
static_assert(crc32c("123456789") == 0xE3069283);
static_assert(crc32c("") == 0);
static_assert(crc32c(zeros) == 0x8A9136AA);

TEST_CASE("CRC32C of RFC 3720, appendix B.4") {
  std::string up, down;
  for (int i = 0; i < 32; ++i) {
    up += char(i);
    down += char(31 - i);
  }
  CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43);
  CHECK(crc32c(up) == 0x46DD794E);
  CHECK(crc32c(down) == 0x113FDB5C);
  // "An iSCSI - SCSI Read (10) Command PDU"
  std::string read(48, '\0');
  read[0] = 0x01, read[1] = char(0xC0), read[16] = 0x14, read[22] = 0x04, read[27] = 0x14, read[31] = 0x18;
  read[32] = 0x28, read[40] = 0x02;
  CHECK(crc32c(read) == 0xD9963A56);
}

TEST_CASE("masked as TensorFlow's") {
  // Mask(crc) = rotr(crc, 15) + 0xa282ead8
  CHECK(masked_crc32c("") == 0xA282EAD8);
  CHECK(masked_crc32c("123456789") == ((0xE3069283u >> 15 | 0xE3069283u << 17) + 0xA282EAD8u));
}
