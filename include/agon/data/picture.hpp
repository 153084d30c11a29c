#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <agon/core/error.hpp>

namespace agon::data {

/// A decoded picture: rows from the top, pixels from the left, channels last.
struct Picture {
  int width = 0, height = 0, channels = 0;
  std::vector<std::uint8_t> interleaved;  // (height, width, channels)

  Picture() = default;
  Picture(int w, int h, int c, std::uint8_t value = 0)
      : width(w),
        height(h),
        channels(c),
        interleaved(std::size_t(w) * std::size_t(h) * std::size_t(c), value) {}

  std::uint8_t* at(int x, int y) { return interleaved.data() + offset(x, y); }
  std::uint8_t const* at(int x, int y) const { return interleaved.data() + offset(x, y); }

  bool operator==(Picture const&) const = default;

 private:
  std::size_t offset(int x, int y) const {
    return (std::size_t(y) * std::size_t(width) + std::size_t(x)) * std::size_t(channels);
  }
};

/// "256x128".
inline std::string size_text(Picture const& p) { return joined({p.width, 'x', p.height}); }

/// The part whose upper left corner is (x, y). Throws if it reaches beyond the picture.
inline Picture crop(Picture const& from, int x, int y, int width, int height) {
  if (x < 0 || y < 0 || width < 1 || height < 1 || width > from.width - x || height > from.height - y)
    throw Error("crop", {"a part of ", width, 'x', height, " at (", x, ", ", y,
                         ") is not inside a picture of ", size_text(from)});
  Picture to(width, height, from.channels);
  for (int row = 0; row < height; ++row)
    std::copy_n(from.at(x, y + row), width * from.channels, to.at(0, row));
  return to;
}

/// Left and right exchanged.
inline Picture mirror(Picture const& from) {
  Picture to(from.width, from.height, from.channels);
  for (int y = 0; y < from.height; ++y)
    for (int x = 0; x < from.width; ++x)
      std::copy_n(from.at(x, y), from.channels, to.at(from.width - 1 - x, y));
  return to;
}

/// The picture in the middle of a larger one: `border` pixels of `value` on each side.
inline Picture pad(Picture const& from, int border, std::uint8_t value = 0) {
  if (border < 0) throw Error("pad", {"a border of ", border, " pixels"});
  Picture to(from.width + 2 * border, from.height + 2 * border, from.channels, value);
  for (int y = 0; y < from.height; ++y)
    std::copy_n(from.at(0, y), from.width * from.channels, to.at(border, border + y));
  return to;
}

}  // namespace agon::data
