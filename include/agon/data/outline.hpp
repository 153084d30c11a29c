#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <agon/data/picture.hpp>

namespace agon::data {

/// A drawing of a picture: black lines, one pixel wide, on white, of the same size and channels. Canny's
/// method (1986): blur, slope, keep what is steepest across its line, then follow lines from strong places
/// through weak ones. Strong is twice the mean slope of the picture, within 6 and 24 grey levels a pixel;
/// weak is 0.4 times that.
inline Picture outline(Picture const& from) {
  int const w = from.width, h = from.height, channels = from.channels;
  std::size_t const pixels = std::size_t(w) * std::size_t(h);
  auto const place = [&](int x, int y) {
    return std::size_t(std::clamp(y, 0, h - 1)) * std::size_t(w) + std::size_t(std::clamp(x, 0, w - 1));
  };
  // The slope of the channel that is steepest there: colours of one brightness have outlines too.
  std::vector<float> dx(pixels), dy(pixels), slope(pixels), plane(pixels), blurred(pixels);
  constexpr float bell[] = {0.0545f, 0.2442f, 0.4026f, 0.2442f, 0.0545f};  // a normal's of deviation 1
  for (int c = 0; c < std::min(channels, 3); ++c) {
    auto const blur = [&](auto const& value, std::vector<float>& to, int sx, int sy) {
      for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) {
          float mean = 0;
          for (int k = -2; k <= 2; ++k) mean += bell[k + 2] * value(place(x + k * sx, y + k * sy));
          to[place(x, y)] = mean;
        }
    };
    blur([&](std::size_t i) { return float(from.interleaved[i * std::size_t(channels) + std::size_t(c)]); },
         plane, 1, 0);
    blur([&](std::size_t i) { return plane[i]; }, blurred, 0, 1);
    for (int y = 0; y < h; ++y)
      for (int x = 0; x < w; ++x) {
        auto const p = [&](int i, int j) { return blurred[place(x + i, y + j)]; };
        float const gx =
            (p(1, -1) - p(-1, -1) + 2 * (p(1, 0) - p(-1, 0)) + p(1, 1) - p(-1, 1)) / 8;  // Sobel's
        float const gy = (p(-1, 1) - p(-1, -1) + 2 * (p(0, 1) - p(0, -1)) + p(1, 1) - p(1, -1)) / 8;
        float const g = std::sqrt(gx * gx + gy * gy);
        std::size_t const i = place(x, y);
        if (g > slope[i]) slope[i] = g, dx[i] = gx, dy[i] = gy;
      }
  }
  double sum = 0;
  for (float g : slope) sum += g;
  float const strong = std::clamp(float(2 * sum / double(pixels)), 6.f, 24.f), weak = 0.4f * strong;
  enum : std::uint8_t { none, maybe, line };
  std::vector<std::uint8_t> mark(pixels, none);
  std::vector<std::size_t> ends;
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) {
      std::size_t const i = place(x, y);
      if (slope[i] < weak) continue;
      // One step up or down the slope, in the nearest of eight directions; ties go to one side, lest lines be
      // doubled.
      int const sx = std::abs(dx[i]) > 0.4142f * std::abs(dy[i]) ? (dx[i] > 0 ? 1 : -1) : 0;
      int const sy = std::abs(dy[i]) > 0.4142f * std::abs(dx[i]) ? (dy[i] > 0 ? 1 : -1) : 0;
      if (slope[i] < slope[place(x - sx, y - sy)] || slope[i] <= slope[place(x + sx, y + sy)]) continue;
      mark[i] = slope[i] >= strong ? line : maybe;
      if (mark[i] == line) ends.push_back(i);
    }
  while (!ends.empty()) {
    int const x = int(ends.back() % std::size_t(w)), y = int(ends.back() / std::size_t(w));
    ends.pop_back();
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i)
        if (std::size_t const next = place(x + i, y + j); mark[next] == maybe) {
          mark[next] = line;
          ends.push_back(next);
        }
  }
  Picture drawing(w, h, channels, 255);
  for (std::size_t i = 0; i < pixels; ++i)
    if (mark[i] == line)
      std::fill_n(&drawing.interleaved[i * std::size_t(channels)], channels, std::uint8_t(0));
  return drawing;
}

}  // namespace agon::data
