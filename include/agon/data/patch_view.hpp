#pragma once
#include <algorithm>

#include <agon/core/error.hpp>
#include <agon/data/grid.hpp>
#include <agon/layer/receptive_field.hpp>

namespace agon::data {

namespace detail {

/// A frame of one pixel; what lies beyond the picture is cut off.
inline void draw_frame(Picture& p, Span rows, Span columns) {
  constexpr std::uint8_t colour[] = {255, 64, 0};
  auto dot = [&](int x, int y) {
    if (x >= 0 && x < p.width && y >= 0 && y < p.height) std::copy_n(colour, 3, p.at(x, y));
  };
  for (int y = rows.first; y <= rows.last; ++y) dot(columns.first, y), dot(columns.last, y);
  for (int x = columns.first; x <= columns.last; ++x) dot(x, rows.first), dot(x, rows.last);
}

/// The pixels of a cell, where `cells` of them share `pixels`.
constexpr Span cell_span(int cell, int cells, int pixels) {
  return {int(long(cell) * pixels / cells), int(long(cell + 1) * pixels / cells) - 1};
}

}  // namespace detail

/// Two pictures side by side: the one that a discriminator of patches judged, with a frame around the pixels
/// that one cell of its map sees, and the map, from black (fake) to white (real), with a frame around the
/// cell. `picture` is (1, 1 or 3, H, W) in [-1, 1], `map` (1, 1, rows, columns) in [0, 1], `window` what
/// `window_of` says of the cell. Throws Error if there is no such cell, or if the map is finer than the
/// picture.
inline Picture patch_view(Array4 const& picture, Array4 const& map, int row, int column,
                          PixelWindow const& window) {
  int const rows = int(map.shape(2)), columns = int(map.shape(3));
  Picture const seen = grid(picture);
  if (picture.shape(0) != 1 || map.shape(0) != 1 || map.shape(1) != 1 || rows > seen.height ||
      columns > seen.width)
    throw Error("patch view", "give one picture, and its map of one channel and no more cells than pixels");
  if (row < 0 || row >= rows || column < 0 || column >= columns)
    throw Error("patch view", {"there is no cell ", row, ", ", column, " in a map of ", rows, "x", columns});

  Picture left(seen.width, seen.height, 3), right = left,
                                            both(2 * seen.width + detail::gap, seen.height, 3, 255);
  for (int y = 0; y < seen.height; ++y)
    for (int x = 0; x < seen.width; ++x)
      for (int c = 0; c < 3; ++c) left.at(x, y)[c] = seen.at(x, y)[seen.channels == 1 ? 0 : c];
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) {
      Span const down = detail::cell_span(i, rows, seen.height),
                 across = detail::cell_span(j, columns, seen.width);
      std::uint8_t const gray = detail::to_byte(2 * map(0, 0, std::size_t(i), std::size_t(j)) - 1);
      for (int y = down.first; y <= down.last; ++y)
        std::fill_n(right.at(across.first, y), 3 * across.size(), gray);
    }
  detail::draw_frame(left, window.rows, window.columns);
  detail::draw_frame(right, detail::cell_span(row, rows, seen.height),
                     detail::cell_span(column, columns, seen.width));
  for (int y = 0; y < seen.height; ++y) {
    std::copy_n(left.at(0, y), 3 * seen.width, both.at(0, y));
    std::copy_n(right.at(0, y), 3 * seen.width, both.at(seen.width + detail::gap, y));
  }
  return both;
}

}  // namespace agon::data
