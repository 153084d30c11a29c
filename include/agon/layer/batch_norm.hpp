#pragma once
#include <agon/layer/normalization.hpp>

namespace agon {

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta for each channel, over batch and pixels (Ioffe and
/// Szegedy 2015). Running statistics move by Momentum a step, the variance by the unbiased estimate, as
/// PyTorch's do.
///
/// Moments are taken in one pass about the running mean, which keeps them exact where it is near; the
/// gradient is the closed form, two sums and one pass.
template <Affine A, Real Epsilon = 1e-5, Real Momentum = 0.1>
struct BatchNormWith {
  static constexpr auto name = text("BatchNorm");
  static constexpr double epsilon = Epsilon.value, momentum = Momentum.value;

  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const c = channels(x.shape().c);
    Tensor gamma, beta;
    if (A == Affine::yes) gamma = s.parameter("weight", c, 1, s.fresh_gain), beta = s.parameter("bias", c);
    Tensor const m = s.statistic("running_mean", c, 0), v = s.statistic("running_var", c, 1);
    if (s.mode == Mode::Eval) {
      Tensor const scale = gamma ? gamma * rsqrt(v + epsilon) : rsqrt(v + epsilon), shift = m * scale;
      return x * scale + (beta ? beta - shift : -shift);
    }
    if (x.shape().h * x.shape().w == 1 && s.graph.smallest_batch < 2) s.graph.smallest_batch = 2;
    Tensor const d = mean_to(x - m, c), mean = m + d, variance = mean_to(square(x - m), c) - square(d);
    Tensor const xhat = (x - mean) * rsqrt(variance + epsilon);
    Tensor const y = gamma ? with_gradient(gamma * xhat + beta, {x, gamma, beta}, backward)
                           : with_gradient(xhat, {x}, backward);
    if (s.mode == Mode::Train) {
      Tensor const unbiased = variance / (1 - share(x));
      s.store(m, (1 - momentum) * m + momentum * mean);
      s.store(v, (1 - momentum) * v + momentum * unbiased);
    }
    return y;
  }

 private:
  /// 1 / (how many numbers a channel has)
  static constexpr Tensor share(Tensor x) {
    return inverse_samples(*x.graph, x.shape()) * (1.0 / (double(x.shape().h) * x.shape().w));
  }
  static constexpr void backward(Tensor y, Tensor dy, std::array<Tensor, 3> const& x,
                                 std::array<Tensor, 3>& dx) {
    Graph& g = *y.graph;
    auto operand = [&](Tensor t, std::size_t k) { return Tensor{&g, t.node().in[k]}; };
    bool const affine = A == Affine::yes;  // then y = gamma * xhat + beta
    Tensor const xhat = affine ? operand(operand(y, 0), 1) : y, r = operand(xhat, 1);
    Shape const c = channels(y.shape().c);
    Tensor const total = sum_to(dy, c), dot = sum_to(dy * xhat, c), per = share(x[0]);
    dx[0] = (affine ? x[1] * r : r) * (dy - per * total - xhat * (per * dot));
    if (!affine) return;
    dx[1] = dot;
    dx[2] = total;
  }
};

struct BatchNorm : BatchNormWith<Affine::yes> {};
/// Without gain and offset.
struct PlainBatchNorm : BatchNormWith<Affine::no> {};

}  // namespace agon
