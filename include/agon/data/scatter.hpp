#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

#include <agon/data/array.hpp>
#include <agon/data/picture.hpp>

namespace agon::data {

/// Points of the plane, (N, 2), to be drawn in one colour.
struct Cloud {
  Array2 const* points;
  std::uint8_t red, green, blue;
};

/// Clouds on white, the later over the earlier, as one square picture; x goes right, y up. The first one, and
/// a fifth of its extent around it, is what is shown; a step in x is as long as one in y. Throws Error if the
/// first has no finite point, or one has not two numbers for each.
inline Picture scatter(std::initializer_list<Cloud> clouds, int size = 400) {
  Picture picture(size, size, 3, 255);
  double low[2], high[2];
  for (int axis : {0, 1}) low[axis] = std::numeric_limits<double>::infinity(), high[axis] = -low[axis];
  for (Cloud const& c : clouds)
    if (c.points->shape(1) != 2)
      throw Error("scatter", {"points of the plane have two numbers, these have ", c.points->shape(1)});
  Array2 const& first = *clouds.begin()->points;
  for (std::size_t i = 0; i < first.shape(0); ++i)
    for (std::size_t axis : {0u, 1u})
      if (double const v = first(i, axis); std::isfinite(v))
        low[axis] = std::min(low[axis], v), high[axis] = std::max(high[axis], v);
  double const extent = std::max(high[0] - low[0], high[1] - low[1]);
  if (!std::isfinite(extent)) throw Error("scatter", "there are no points");
  double const unit = extent > 0 ? size / (1.4 * extent) : size;
  for (Cloud const& c : clouds)
    for (std::size_t i = 0; i < c.points->shape(0); ++i) {
      double const x = size / 2. + unit * (double((*c.points)(i, 0)) - (low[0] + high[0]) / 2);
      double const y = size / 2. - unit * (double((*c.points)(i, 1)) - (low[1] + high[1]) / 2);
      if (!(x >= 1 && x < size - 1 && y >= 1 && y < size - 1)) continue;
      for (int dy : {0, 1})
        for (int dx : {0, 1}) {
          std::uint8_t* const p = picture.at(int(x) - dx, int(y) - dy);
          p[0] = c.red, p[1] = c.green, p[2] = c.blue;
        }
    }
  return picture;
}

}  // namespace agon::data
