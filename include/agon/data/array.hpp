#pragma once
#if __has_include(<xtensor/containers/xtensor.hpp>)
#include <xtensor/containers/xtensor.hpp>
#else
#include <xtensor/xtensor.hpp>
#endif

namespace agon {

/// A batch as users see it: sample, channel, row, column.
using Array4 = xt::xtensor<float, 4>;

/// A batch of vectors: sample, feature.
using Array2 = xt::xtensor<float, 2>;

}  // namespace agon
