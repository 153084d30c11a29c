#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

namespace agon {

/// y = Scale (x - mean), where "pixel_mean", at first 0, has a number for each number of a sample. No step
/// changes it: it is set before training, to the mean of the training pictures, and is in checkpoints
/// thereafter.
///
///   set_statistic(model.store(), "pixel_mean", data::mean_picture(set));
///
/// A Scale of 127.5 makes the units of bytes of pictures in [-1, 1].
template <Real Scale = 1>
struct Centred {
  static constexpr auto name = text("Centred<", Scale.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const mean = s.statistic(
        "pixel_mean", {.role = Role::statistic, .layout = Layout::image, .shape = x.shape().shared()});
    return Scale.value * (x - mean);
  }
};

}  // namespace agon
