#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

#include <agon/core/error.hpp>
#include <agon/core/threads.hpp>
#include <agon/core/version.hpp>
#include <agon/data/json.hpp>
#include <agon/data/replacement.hpp>
#include <agon/data/safetensors.hpp>

namespace agon::data {

/// A tensor to be written.
struct NamedExtents {
  std::string name;
  std::vector<long> extents;
  long size() const {
    long n = 1;
    for (long e : extents) n *= e;
    return n;
  }
};

/// What a file says beside its tensors.
struct Note {
  std::string_view key;
  Word value;
};

/// The header of a file with these tensors one after the other, the checksum still zeros. The data begin at a
/// multiple of eight bytes.
inline std::string safetensors_header(std::vector<Note> const& metadata,
                                      std::vector<NamedExtents> const& tensors, ElementType type) {
  std::string header = joined({checksum_start, no_checksum, "\",\"agon.version\":\"", version.major, ".",
                               version.minor, ".", version.patch, "\""});
  for (Note const& n : metadata)
    append(header, {",", json_quoted(n.key), ":", json_quoted(joined({n.value}))});
  header += '}';
  long begin = 0;
  for (NamedExtents const& t : tensors) {
    std::string shape = extents_text(t.extents);
    shape.front() = '[', shape.back() = ']';
    long const end = begin + t.size() * type.bytes;
    append(header, {",", json_quoted(t.name), ":{\"dtype\":\"", type.name, "\",\"shape\":", shape,
                    ",\"data_offsets\":[", begin, ",", end, "]}"});
    begin = end;
  }
  header += '}';
  header.resize((header.size() + 7) / 8 * 8, ' ');
  return header;
}

/// Writes a safetensors file in place of what `path` held. number(k, e) is element e of tensor k, of type S;
/// it is called from several threads. Throws if the file can't be written; the old one is then as it was.
template <std::floating_point S>
void write_safetensors(std::string const& path, std::vector<Note> const& metadata,
                       std::vector<NamedExtents> const& tensors, auto const& number) {
  std::string const header = safetensors_header(metadata, tensors, element_types[sizeof(S) == 8]);
  std::uint64_t const length = header.size();
  if (length > most_header_bytes)
    throw Error(path, "cannot be written: its header would have more than 100000000 bytes");
  Replacement file(path);
  std::uint32_t sum = 0;
  auto const append = [&](void const* bytes, std::size_t size) {
    file.write(bytes, size);
    sum = checksum(sum, bytes, size);
  };
  file.write(&length, 8);
  append(header.data(), header.size());
  constexpr long block = 1 << 19, piece = 1 << 14;
  std::vector<S> buffer(static_cast<std::size_t>(block));
  for (std::size_t k = 0; k < tensors.size(); ++k)
    for (long first = 0, size = tensors[k].size(); first < size; first += block) {
      long const count = std::min(block, size - first);
      parallel((count + piece - 1) / piece, [&](long p) {
        for (long i = p * piece; i < std::min(count, (p + 1) * piece); ++i)
          buffer[std::size_t(i)] = number(k, first + i);
      });
      append(buffer.data(), std::size_t(count) * sizeof(S));
    }
  file.write_at(long(8 + checksum_start.size()), hexadecimal(sum).data(), no_checksum.size());
  file.commit();
}

}  // namespace agon::data
