#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>
#include <agon/data/picture.hpp>

/// Batches as one picture to look at: white gaps of 2 pixels, nothing around.
namespace agon::data {

namespace detail {

inline constexpr int gap = 2;

/// [-1, 1] to 0..255, rounded; values beyond are cut off, and what is not a number becomes 0.
inline std::uint8_t to_byte(float x) {
  if (!(x > -1)) return 0;
  return x < 1 ? std::uint8_t((x + 1) * 127.5f + 0.5f) : std::uint8_t(255);
}

/// An empty sheet for columns x rows images of the size of `images`; throws if they are no pictures.
inline Picture sheet(Array4 const& images, int columns, int rows, std::size_t channels) {
  if (images.size() == 0) throw Error("grid", "there are no images");
  if (channels != 1 && channels != 3)
    throw Error("grid", {"images have 1 or 3 channels, these have ", channels});
  return Picture(columns * (int(images.shape(3)) + gap) - gap, rows * (int(images.shape(2)) + gap) - gap,
                 int(channels), 255);
}

/// Image `sample` of the batch at a place of the sheet; gray is shown in all channels of a sheet in colour.
inline void paste(Picture& sheet, int column, int row, Array4 const& images, std::size_t sample) {
  std::size_t const channels = images.shape(1), height = images.shape(2), width = images.shape(3);
  for (std::size_t y = 0; y < height; ++y) {
    std::uint8_t* out = sheet.at(column * (int(width) + gap), row * (int(height) + gap) + int(y));
    for (std::size_t x = 0; x < width; ++x)
      for (std::size_t c = 0; c < std::size_t(sheet.channels); ++c)
        *out++ =
            to_byte(images.data()[((sample * channels + (channels == 1 ? 0 : c)) * height + y) * width + x]);
  }
}

}  // namespace detail

/// Images in [-1, 1], (N, 1 or 3, H, W), from the left and from the top; as many columns as make a square, or
/// `columns`.
inline Picture grid(Array4 const& images, int columns = 0) {
  int const n = int(images.shape(0));
  if (columns <= 0) columns = int(std::ceil(std::sqrt(n)));
  if (columns > n) columns = n;
  Picture sheet = detail::sheet(images, columns, columns ? (n + columns - 1) / columns : 0, images.shape(1));
  for (int i = 0; i < n; ++i) detail::paste(sheet, i % columns, i / columns, images, std::size_t(i));
  return sheet;
}

/// One row for each sample, one column for each batch: input, output and target beside each other. Throws if
/// the batches differ in number, height or width.
inline Picture rows(std::initializer_list<Array4 const*> batches) {
  if (batches.size() == 0) throw Error("rows", "there are no images");
  Array4 const& first = **batches.begin();
  std::size_t channels = 1;
  for (Array4 const* b : batches) {
    channels = channels < b->shape(1) ? b->shape(1) : channels;
    if (b->shape(1) != 1 && b->shape(1) != 3)
      throw Error("rows", {"images have 1 or 3 channels, these have ", b->shape(1)});
    for (std::size_t axis : {0u, 2u, 3u})
      if (b->shape(axis) != first.shape(axis)) throw Error("rows", "the batches differ in number or size");
  }
  Picture sheet = detail::sheet(first, int(batches.size()), int(first.shape(0)), channels);
  for (std::size_t i = 0; i < first.shape(0); ++i) {
    int column = 0;
    for (Array4 const* b : batches) detail::paste(sheet, column++, int(i), *b, i);
  }
  return sheet;
}

inline Picture rows(Array4 const& input, Array4 const& output, Array4 const& target) {
  return rows({&input, &output, &target});
}

}  // namespace agon::data
