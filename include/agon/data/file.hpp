#pragma once
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <agon/core/error.hpp>

namespace agon::data {

/// The bytes of a file. Throws if it can't be opened or read.
inline std::vector<std::uint8_t> read_file(std::string const& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw Error(path, std::string("cannot be opened: ") + std::strerror(errno));
  std::vector<std::uint8_t> bytes;
  std::uint8_t block[1 << 16];
  while (std::size_t const n = std::fread(block, 1, sizeof block, file.get()))
    bytes.insert(bytes.end(), block, block + n);
  if (std::ferror(file.get())) throw Error(path, std::string("cannot be read: ") + std::strerror(errno));
  return bytes;
}

/// Writes to a temporary name beside the file and renames: a reader finds the old file or the new one, never
/// half. Throws if the folder or the disk does not allow it; the old file is then as it was.
inline void write_file(std::string const& path, std::span<std::uint8_t const> bytes) {
  auto const slash = path.find_last_of("/\\");
  std::string const folder = slash == std::string::npos ? "." : slash ? path.substr(0, slash) : "/";
  std::string const part = path + ".part";
  std::FILE* const file = std::fopen(part.c_str(), "wb");
  if (!file) throw Error(path, "cannot be written to the folder " + folder + ": " + std::strerror(errno));
  bool good = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  good = std::fclose(file) == 0 && good;
  if (good && std::rename(part.c_str(), path.c_str()) == 0) return;
  std::string const cause = std::strerror(errno);
  std::remove(part.c_str());
  throw Error(path, "cannot be written: " + cause);
}

}  // namespace agon::data
