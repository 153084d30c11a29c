#pragma once
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/replacement.hpp>

namespace agon::data {

/// Whether there is a file or a folder of that name.
inline bool exists(std::string const& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

/// The bytes of a file. Throws if it can't be opened or read.
inline std::vector<std::uint8_t> read_file(std::string const& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw Error(path, {"cannot be opened: ", std::strerror(errno)});
  std::vector<std::uint8_t> bytes;
  std::uint8_t block[1 << 16];
  while (std::size_t const n = std::fread(block, 1, sizeof block, file.get()))
    bytes.insert(bytes.end(), block, block + n);
  if (std::ferror(file.get())) throw Error(path, {"cannot be read: ", std::strerror(errno)});
  return bytes;
}

/// Writes to a temporary name beside the file and renames: a reader finds the old file or the new one, never
/// half. Throws if the folder or the disk does not allow it; the old file is then as it was.
inline void write_file(std::string const& path, std::span<std::uint8_t const> bytes) {
  Replacement file(path);
  file.write(bytes.data(), bytes.size());
  file.commit(false);
}

}  // namespace agon::data
