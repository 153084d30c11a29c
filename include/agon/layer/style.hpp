#pragma once
#include <agon/layer/scope.hpp>

/// What style and progressive networks have beside convolutions.
namespace agon {

/// A learned C x H x W image, the same for every sample, in place of the input; at first all First (Karras et
/// al. 2019, 2).
template <int C, int H, int W, Real First = 1>
struct LearnedConstant {
  static constexpr auto name = text("LearnedConstant<", C, ",", H, ",", W, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (C < 1 || H < 1 || W < 1)
      s.graph.refuse("an image of ", C, 'x', H, 'x', W, "; no side may be less than 1");
    Tensor const t = s.parameter("weight", Slot{.role = Role::parameter,
                                                .layout = Layout::image,
                                                .shape = {C, H, W, false},
                                                .mean = First.value});
    return broadcast(t, x.shape().per_sample(C, H, W));
  }
};

/// A bias for each channel of each pixel.
struct UntiedBias {
  static constexpr auto name = text("UntiedBias");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return x +
           s.parameter("bias",
                       Slot{.role = Role::parameter, .layout = Layout::image, .shape = x.shape().shared()});
  }
};
/// A bias for each channel.
struct Bias {
  static constexpr auto name = text("Bias");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    bool const before = s.bias;
    s.bias = true;
    Tensor const y = s.offset(x, x.shape().c);
    s.bias = before;
    return y;
  }
};

/// x plus one image of normal noise a sample, times a learned strength for each channel, at first 0 (Karras
/// et al. 2019, 2).
struct AddNoise {
  static constexpr auto name = text("AddNoise");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    Tensor const noise = s.random(Distribution::normal, d.per_sample(1, d.h, d.w));
    return x + s.parameter("weight", channels(d.c)) * noise;
  }
};

/// Beside the channels, one map of how much the samples of a group differ: the deviation of each number over
/// a group of Group samples that are N / Group apart, averaged over channels and pixels (Karras et al. 2018,
/// 3, as the official code has it). The batch is smaller than Group, or a multiple of it.
template <int Group = 4>
struct MinibatchStddev {
  static constexpr auto name = text("MinibatchStddev<", Group, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Group < 1) {
      s.graph.refuse("groups of ", Group, " samples; there must be at least 1 in each");
      return x;
    }
    Shape const d = x.shape();
    Tensor const centred = x - group_mean(x, Group);
    Tensor const deviation = sqrt(group_mean(square(centred), Group) + 1e-8);
    return concat(x, broadcast(mean_to(deviation, d.per_sample(1)), d.per_sample(1, d.h, d.w)));
  }
};

}  // namespace agon
