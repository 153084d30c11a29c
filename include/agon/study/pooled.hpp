#pragma once
#include <algorithm>
#include <limits>
#include <span>

#include <agon/core/error.hpp>
#include <agon/core/threads.hpp>
#include <agon/data/array.hpp>

namespace agon::study {

/// Feature maps of several layers as features of pictures (Radford et al. 2016, section 5.1): each map's
/// largest numbers in a grid of `side` x `side`, all layers behind each other, (N, features). Cell i of a
/// side of h pixels is those from floor(i h / side) to ceil((i + 1) h / side), as PyTorch's adaptive pooling
/// has it; a map that is smaller than the grid is taken as it is. Throws Error if there are no layers, or if
/// they differ in the number of samples.
inline Array2 pooled(std::span<Array4 const> layers, int side = 4) {
  if (layers.empty() || side < 1)
    throw Error("pooled features", {"there are ", layers.size(), " layers, and a grid of ", side});
  std::size_t const n = layers[0].shape(0);
  auto cells = [side](std::size_t extent) { return std::min(extent, std::size_t(side)); };
  std::size_t width = 0;
  for (Array4 const& x : layers) {
    if (x.shape(0) != n)
      throw Error("pooled features", {"the layers have maps of ", n, " and ", x.shape(0), " samples"});
    width += x.shape(1) * cells(x.shape(2)) * cells(x.shape(3));
  }
  Array2 y = Array2::from_shape({n, width});
  parallel(long(n), [&](long sample) {
    float* to = y.data() + std::size_t(sample) * width;
    for (Array4 const& x : layers) {
      std::size_t const h = x.shape(2), w = x.shape(3), rows = cells(h), columns = cells(w);
      for (std::size_t c = 0; c < x.shape(1); ++c) {
        float const* const map = x.data() + (std::size_t(sample) * x.shape(1) + c) * h * w;
        for (std::size_t i = 0; i < rows; ++i)
          for (std::size_t j = 0; j < columns; ++j) {
            float most = -std::numeric_limits<float>::infinity();
            for (std::size_t p = i * h / rows; p < ((i + 1) * h + rows - 1) / rows; ++p)
              for (std::size_t q = j * w / columns; q < ((j + 1) * w + columns - 1) / columns; ++q)
                most = std::max(most, map[p * w + q]);
            *to++ = most;
          }
      }
    }
  });
  return y;
}

}  // namespace agon::study
