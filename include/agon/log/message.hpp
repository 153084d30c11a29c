#pragma once
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace agon {

/// The bytes of a message of Protocol Buffers, field by field. Each field begins with its number and how long
/// its value is: a varint of seven bits a byte, 8 bytes, 4 bytes, or a length and so many bytes.
/// (protobuf.dev/programming-guides/encoding)
class Message {
 public:
  Message& integer(int field, std::int64_t value) { return key(field, 0).varint(std::uint64_t(value)); }
  Message& real64(int field, double value) {
    return key(field, 1).little_endian(std::bit_cast<std::uint64_t>(value), 8);
  }
  Message& real32(int field, float value) {
    return key(field, 5).little_endian(std::bit_cast<std::uint32_t>(value), 4);
  }
  /// Also a message inside this one.
  Message& bytes(int field, std::string_view value) {
    key(field, 2).varint(value.size()).text_ += value;
    return *this;
  }
  /// Without a key: what file formats put around messages.
  Message& little_endian(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) text_ += char(value >> 8 * i & 0xFF);
    return *this;
  }
  Message& raw(std::string_view bytes) {
    text_ += bytes;
    return *this;
  }
  operator std::string_view() const { return text_; }

 private:
  std::string text_;

  Message& key(int field, unsigned kind) { return varint(unsigned(field) << 3 | kind); }
  Message& varint(std::uint64_t value) {
    for (; value > 0x7F; value >>= 7) text_ += char((value & 0x7F) | 0x80);
    text_ += char(value);
    return *this;
  }
};

}  // namespace agon
