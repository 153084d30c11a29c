#pragma once
#include <cstdint>
#include <vector>
#include <zlib.h>

/// The bytes of a .gz file.
inline std::vector<std::uint8_t> gzip(std::vector<std::uint8_t> bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::vector<std::uint8_t> packed(deflateBound(&stream, uLong(bytes.size())) + 64);
  stream.next_in = bytes.data();
  stream.avail_in = uInt(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = uInt(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}
