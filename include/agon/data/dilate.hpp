#pragma once
#include <algorithm>

#include <agon/data/picture.hpp>

namespace agon::data {

/// Each value becomes the largest of the 3x3 around it, channel by channel; beyond the border there is
/// nothing.
inline Picture dilate(Picture const& from) {
  Picture to = from;
  for (int y = 0; y < from.height; ++y)
    for (int x = 0; x < from.width; ++x)
      for (int j = std::max(y - 1, 0); j <= std::min(y + 1, from.height - 1); ++j)
        for (int i = std::max(x - 1, 0); i <= std::min(x + 1, from.width - 1); ++i)
          for (int c = 0; c < from.channels; ++c) to.at(x, y)[c] = std::max(to.at(x, y)[c], from.at(i, j)[c]);
  return to;
}

/// What dilation adds to a picture: the edge around what is bright, one pixel wide (Liu and Tuzel 2016).
inline Picture rim(Picture const& from) {
  Picture to = dilate(from);
  for (std::size_t i = 0; i < to.interleaved.size(); ++i)
    to.interleaved[i] = std::uint8_t(to.interleaved[i] - from.interleaved[i]);
  return to;
}

/// Black for white: 255 - value.
inline Picture negative(Picture const& from) {
  Picture to = from;
  for (std::uint8_t& v : to.interleaved) v = std::uint8_t(255 - v);
  return to;
}

}  // namespace agon::data
