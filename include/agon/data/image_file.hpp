#pragma once
#include <algorithm>
#include <climits>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/file.hpp>
#include <agon/data/picture.hpp>

// Static linkage: each translation unit has its own copy, and none clashes with a program that links stb
// itself.
#if defined(STBI_INCLUDE_STB_IMAGE_H) || defined(INCLUDE_STB_IMAGE_WRITE_H)
#error "include agon before stb_image.h and stb_image_write.h: it needs them with static linkage"
#endif
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_WRITE_NO_STDIO
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wuseless-cast"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#pragma GCC diagnostic ignored "-Wduplicated-branches"
#pragma GCC diagnostic ignored "-Wnull-dereference"
#elif defined(_MSC_VER)
#pragma warning(push, 0)
#endif
#if __has_include(<stb/stb_image.h>)
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#else
#include <stb_image.h>
#include <stb_image_write.h>
#endif
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#elif defined(_MSC_VER)
#pragma warning(pop)
#endif
#undef STB_IMAGE_IMPLEMENTATION
#undef STB_IMAGE_WRITE_IMPLEMENTATION

namespace agon::data {

/// No picture that is read or written has more pixels than this.
inline constexpr std::int64_t most_pixels = std::int64_t(1) << 28;

namespace detail {

using Bytes = std::span<std::uint8_t const>;

inline bool starts(Bytes file, std::initializer_list<int> with) {
  return file.size() >= with.size() && std::equal(with.begin(), with.end(), file.begin());
}

/// Whether a JPEG file goes on until its end marker; the decoder would fill up with grey what is missing.
inline bool jpeg_ends(Bytes file) {
  for (std::size_t i = 2; i + 1 < file.size();) {
    if (file[i] != 0xFF) {  // compressed pixels
      ++i;
      continue;
    }
    int const marker = file[i + 1];
    if (marker == 0xD9) return true;
    bool const alone = marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD8);
    if (marker == 0xFF)
      i += 1;
    else if (alone)
      i += 2;
    else if (i + 3 < file.size())
      i += 2 + std::size_t(file[i + 2] * 256 + file[i + 3]);
    else
      return false;
  }
  return false;
}

/// Whether a PNG file goes on until the end of its last chunk.
inline bool png_ends(Bytes file) {
  for (std::size_t i = 8; i + 12 <= file.size();) {
    std::size_t const length = std::size_t(file[i]) << 24 | std::size_t(file[i + 1]) << 16 |
                               std::size_t(file[i + 2]) << 8 | file[i + 3];
    if (std::memcmp(&file[i + 4], "IEND", 4) == 0) return true;
    i += 12 + length;
  }
  return false;
}

/// Whether all rows that the header of a BMP file promises are there; the decoder would fill up with black.
inline bool bmp_ends(Bytes file) {
  auto const word = [&](std::size_t at) {
    return file[at] | file[at + 1] << 8 | file[at + 2] << 16 | std::int64_t(file[at + 3]) << 24;
  };
  if (file.size() < 26) return false;
  bool const old = word(14) == 12;  // OS/2's header has 16 bits where the later ones have 32
  if (!old && file.size() < 54) return false;
  std::int64_t const width = old ? word(18) & 0xFFFF : word(18);
  std::int64_t const rows =
      old ? word(18) >> 16 : std::abs(std::int64_t(std::int32_t(std::uint32_t(word(22)))));
  std::int64_t const bits = (old ? word(22) >> 16 : word(26) >> 16) & 0xFFFF;
  std::int64_t const row = (width * bits + 31) / 32 * 4;
  return row == 0 || rows <= (std::int64_t(file.size()) - word(10)) / row;
}

/// Transparent pixels show a white ground.
inline Picture over_white(Picture const& from, int channels) {
  Picture to(from.width, from.height, channels);
  std::size_t const pixels = std::size_t(from.width) * std::size_t(from.height);
  for (std::size_t i = 0; i < pixels; ++i) {
    std::uint8_t const* const p = &from.interleaved[4 * i];
    auto const blend = [&](int v) { return std::uint8_t((v * p[3] + 255 * (255 - p[3]) + 127) / 255); };
    if (channels == 3)
      for (std::size_t c = 0; c < 3; ++c) to.interleaved[3 * i + c] = blend(p[c]);
    else
      to.interleaved[i] = blend((77 * p[0] + 150 * p[1] + 29 * p[2]) >> 8);
  }
  return to;
}

}  // namespace detail

/// A PNG, JPEG or BMP file with 1 (gray), 3 (colour) or 4 channels (with opacity), 8 bits each. Transparent
/// pixels show a white ground when opacity is not asked for. Throws if the file is something else or cut
/// short.
inline Picture read_picture(std::string const& path, int channels = 3) {
  if (channels != 1 && channels != 3 && channels != 4)
    throw Error(path, {"asked for with ", channels, " channels; there can be 1, 3 or 4"});
  std::vector<std::uint8_t> const file = read_file(path);
  bool const png = detail::starts(file, {0x89, 'P', 'N', 'G'}),
             jpeg = detail::starts(file, {0xFF, 0xD8, 0xFF}), bmp = detail::starts(file, {'B', 'M'});
  if (file.empty()) throw Error(path, "is empty");
  if (!png && !jpeg && !bmp) throw Error(path, "is not a PNG, JPEG or BMP picture");
  if (file.size() > INT_MAX) throw Error(path, "has more than 2 GiB");
  int width = 0, height = 0, stored = 0;
  auto const failure = [&] {
    return Error(path, {"is a damaged picture or cut short (", stbi_failure_reason(), ')'});
  };
  if (!stbi_info_from_memory(file.data(), int(file.size()), &width, &height, &stored)) throw failure();
  if (width < 1 || height < 1 || std::int64_t(width) * height > most_pixels)
    throw Error(path, {"has ", width, 'x', height, " pixels; at most 2^28 are read"});
  if ((png && !detail::png_ends(file)) || (jpeg && !detail::jpeg_ends(file)) ||
      (bmp && !detail::bmp_ends(file)))
    throw Error(path, "is cut short");
  bool const blend = channels != 4 && (stored == 2 || stored == 4);
  int const wanted = blend ? 4 : channels;
  std::unique_ptr<stbi_uc, void (*)(void*)> const pixels(
      stbi_load_from_memory(file.data(), int(file.size()), &width, &height, &stored, wanted),
      &stbi_image_free);
  if (!pixels) throw failure();
  Picture picture(width, height, wanted);
  std::copy_n(pixels.get(), picture.interleaved.size(), picture.interleaved.data());
  return blend ? detail::over_white(picture, channels) : picture;
}

/// A picture as the bytes of a PNG file. Throws, naming `path`, if it has no pixels, too many, or channels
/// that PNG does not know.
inline std::vector<std::uint8_t> png_bytes(Picture const& picture, std::string const& path = "picture") {
  if (picture.width < 1 || picture.height < 1 || picture.channels < 1 || picture.channels > 4 ||
      std::int64_t(picture.width) * picture.height > most_pixels)
    throw Error(
        path, {"no PNG can be made of ", size_text(picture), " pixels with ", picture.channels, " channels"});
  std::vector<std::uint8_t> file;
  auto const append = [](void* to, void* data, int size) {
    auto const* const bytes = static_cast<std::uint8_t const*>(data);
    static_cast<std::vector<std::uint8_t>*>(to)->insert(static_cast<std::vector<std::uint8_t>*>(to)->end(),
                                                        bytes, bytes + size);
  };
  if (!stbi_write_png_to_func(append, &file, picture.width, picture.height, picture.channels,
                              picture.interleaved.data(), picture.width * picture.channels))
    throw Error(path, "no memory to compress the picture");
  return file;
}

/// Writes under a temporary name and renames. Throws if the folder does not allow it.
inline void write_png(std::string const& path, Picture const& picture) {
  write_file(path, png_bytes(picture, path));
}

}  // namespace agon::data
