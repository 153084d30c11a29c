#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// y = gamma (x - mean) / sqrt(variance + 1e-5) + beta for each channel, over batch and pixels (Ioffe and
/// Szegedy 2015). Running statistics move by 0.1 a step, the variance by the unbiased estimate, as PyTorch's
/// do.
///
/// Moments are taken in one pass about the running mean, which keeps them exact where it is near; the
/// gradient is the closed form, two sums and one pass.
struct BatchNorm {
  static constexpr auto name = text("BatchNorm");
  static constexpr double epsilon = 1e-5, momentum = 0.1;

  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const c = channels(x.shape().c);
    Tensor const gamma = s.parameter("weight", c, 1, s.deviation), beta = s.parameter("bias", c);
    Tensor const m = s.statistic("running_mean", c, 0), v = s.statistic("running_var", c, 1);
    if (s.mode == Mode::Eval) {
      Tensor const scale = gamma * rsqrt(v + epsilon);
      return x * scale + (beta - m * scale);
    }
    if (x.shape().h * x.shape().w == 1 && s.graph.smallest_batch < 2) s.graph.smallest_batch = 2;
    Tensor const d = mean_to(x - m, c), mean = m + d, variance = mean_to(square(x - m), c) - square(d);
    Tensor const xhat = (x - mean) * rsqrt(variance + epsilon);
    Tensor const y = with_gradient(gamma * xhat + beta, {x, gamma, beta}, backward);
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
    return x.graph->inverse_batch() * (1.0 / (double(x.shape().h) * x.shape().w));
  }
  static constexpr void backward(Tensor y, Tensor dy, std::array<Tensor, 3> const& x,
                                 std::array<Tensor, 3>& dx) {
    Graph& g = *y.graph;
    auto operand = [&](Tensor t, std::size_t k) { return Tensor{&g, t.node().in[k]}; };
    Tensor const gamma = x[1], xhat = operand(operand(y, 0), 1),
                 r = operand(xhat, 1);  // y = gamma * xhat + beta
    Tensor const total = sum_to(dy, gamma.shape()), dot = sum_to(dy * xhat, gamma.shape());
    Tensor const per = share(x[0]);
    dx[0] = (gamma * r) * (dy - per * total - xhat * (per * dot));
    dx[1] = dot;
    dx[2] = total;
  }
};

}  // namespace agon
