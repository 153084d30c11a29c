#pragma once
#include <cstdint>
#include <span>

#include <agon/core/random.hpp>

namespace agon::bench {

/// Uniform in [-1, 1): memory that was never written would read as one page of zeros, and flatter.
inline void fill(std::span<float> x) {
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = float(2 * uniform(draw({1, 0}, 0, 0, std::uint32_t(i))) - 1);
}

}  // namespace agon::bench
