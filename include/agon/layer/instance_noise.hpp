#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// In training, x + sigma z with z standard normal, where the number "instance_noise" of the program is
/// sigma: at the beginning of a discriminator it blurs what is real and what is fake alike (Sonderby et al.
/// 2017; Arjovsky and Bottou 2017). Models let it decay:
///
///   model.follow("instance_noise", 0.1 * linear_decay(0, 20'000));
struct InstanceNoise {
  static constexpr auto name = text("InstanceNoise");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (s.mode != Mode::Train) return x;
    return x + s.graph.add_scalar("instance_noise") * s.random(Distribution::normal, x.shape());
  }
};

}  // namespace agon
