#pragma once
#include <agon/graph/tensor.hpp>

namespace agon {

/// Reverse mode as one table. Its right-hand sides are operations, so that the gradient of a gradient needs
/// nothing new.
class Backward {
 public:
  constexpr Backward(Tensor y, List<Tensor> const& x)
      : g(*y.graph), last(y.id), needed(std::size_t(y.id) + 1, 0), grad(std::size_t(y.id) + 1, -1) {
    for (Tensor t : x)
      if (t.id <= last) needed[t.id] = 1;
    for (int i = 0; i <= last; ++i) mark(i);
    grad[last] = broadcast(g.constant(1), y.shape()).id;
    for (int i = last; i >= 0; --i)
      if (grad[i] >= 0 && needed[i]) visit(i);
  }
  /// Empty if y does not depend on t.
  constexpr Tensor of(Tensor t) const { return {&g, t.id <= last ? grad[t.id] : -1}; }

 private:
  Graph& g;
  int last;
  List<char> needed;  // by node: does it depend on x?
  List<int> grad;     // by node: the sum of what has reached it

  constexpr void mark(int i) {
    Node const& n = g.node.data()[i];
    if (n.op == Op::stop || n.op == Op::update) return;
    char* const need = needed.data();
    for (int k = 0; k < 3; ++k) {
      int const j = n.op == Op::stated ? g.rule_operand[n.index][std::size_t(k)] : n.in[k];
      if (j >= 0 && need[j]) need[i] = 1;
    }
  }
  constexpr bool wants(Tensor t) const { return needed[t.id] != 0; }
  constexpr void give(Tensor t, Tensor v) {
    if (!wants(t)) return;
    v = sum_to(v, t.shape());
    int& d = grad[t.id];
    d = d < 0 ? v.id : (Tensor{&g, d} + v).id;
  }

  constexpr void visit(int i) {
    Node const n = g.node[i];
    Tensor const y{&g, i}, dy{&g, grad[i]}, a{&g, n.in[0]}, b{&g, n.in[1]}, c{&g, n.in[2]};
    switch (n.op) {
      case Op::neg: give(a, -dy); break;
      case Op::abs: give(a, dy * sign(a)); break;
      case Op::exp: give(a, dy * y); break;
      case Op::log: give(a, dy / a); break;
      case Op::tanh: give(a, dy * (1 - y * y)); break;
      case Op::sigmoid: give(a, dy * (y * (1 - y))); break;
      case Op::softplus: give(a, dy * sigmoid(a)); break;
      case Op::sqrt: give(a, 0.5 * dy / y); break;
      case Op::rsqrt: give(a, -0.5 * dy * (y * y * y)); break;
      case Op::add:
        give(a, dy);
        give(b, dy);
        break;
      case Op::sub:
        give(a, dy);
        if (wants(b)) give(b, -dy);
        break;
      case Op::mul:
        if (wants(a)) give(a, dy * b);
        if (wants(b)) give(b, dy * a);
        break;
      case Op::div:
        if (wants(a)) give(a, dy / b);
        if (wants(b)) give(b, -(dy * y / b));
        break;
      case Op::select:
        if (wants(b)) give(b, select(a, dy, 0));
        if (wants(c)) give(c, select(a, 0, dy));
        break;
      case Op::broadcast: give(a, dy); break;
      case Op::sum: give(a, broadcast(dy, a.shape())); break;
      case Op::concat:
        if (wants(a)) give(a, slice(dy, 0, a.shape().c));
        if (wants(b)) give(b, slice(dy, a.shape().c, b.shape().c));
        break;
      case Op::slice: give(a, append(Op::pad, a.shape(), {dy}, n.index, n.window)); break;
      case Op::pad: give(a, append(Op::slice, a.shape(), {dy}, n.index, n.window)); break;
      case Op::extend: give(a, append(Op::fold, a.shape(), {dy}, n.index, n.window)); break;
      case Op::fold: give(a, append(Op::extend, a.shape(), {dy}, n.index, n.window)); break;
      case Op::max_take: give(b, append(Op::max_put, a.shape(), {a, dy}, 0, n.window)); break;
      case Op::max_put: give(b, append(Op::max_take, b.shape(), {a, dy}, 0, n.window)); break;
      case Op::take_row: give(a, append(Op::put_row, a.shape(), {b, dy})); break;
      case Op::put_row: give(b, take_row(dy, a)); break;
      case Op::stack:
        if (wants(a)) give(a, take_samples(dy, 0, a.shape().times()));
        if (wants(b)) give(b, take_samples(dy, a.shape().times(), b.shape().times()));
        break;
      case Op::take_samples: give(a, append(Op::put_samples, a.shape(), {dy}, n.index)); break;
      case Op::put_samples: give(a, take_samples(dy, n.index, a.shape().times())); break;
      case Op::group_mean: give(a, group_mean(dy, n.index)); break;
      case Op::reshape: give(a, reshape(dy, a.shape())); break;
      case Op::flatten: give(a, unflatten(dy, a.shape())); break;
      case Op::unflatten: give(a, flatten(dy)); break;
      case Op::conv:
        if (wants(a)) give(a, conv_data(dy, b, y.window(), a.shape()));
        if (wants(b)) give(b, conv_weight(a, dy, y.window(), b.shape()));
        break;
      case Op::conv_data:
        if (wants(a)) give(a, conv(dy, b, y.window()));
        if (wants(b)) give(b, conv_weight(dy, a, y.window(), b.shape()));
        break;
      case Op::conv_weight:
        if (wants(a)) give(a, conv_data(b, dy, y.window(), a.shape()));
        if (wants(b)) give(b, conv(a, dy, y.window()));
        break;
      case Op::matmul:
      case Op::product: {
        bool const ta = n.index & 1, tb = n.index & 2;
        auto times = [&](Tensor p, Tensor q, bool tp, bool tq, Tensor like) {
          give(like, append(n.op, like.shape(), {p, q}, tp + 2 * tq));
        };
        if (wants(a)) ta ? times(b, dy, tb, true, a) : times(dy, b, false, !tb, a);
        if (wants(b)) tb ? times(dy, a, true, ta, b) : times(a, dy, !ta, false, b);
        break;
      }
      case Op::stated: {
        std::array<Tensor, 3> x{}, d{};
        for (std::size_t k = 0; k < 3; ++k) x[k] = {&g, g.rule_operand[n.index][k]};
        g.rule[n.index](a, dy, x, d);
        for (std::size_t k = 0; k < 3; ++k)
          if (d[k]) give(x[k], d[k]);
        break;
      }
      default: break;  // leaves, and operations whose derivative is zero
    }
  }
};

/// d(sum of y) / d(each of x), appended to the graph; zeros where y does not depend on it.
constexpr List<Tensor> gradient(Tensor y, List<Tensor> const& x) {
  Backward const back(y, x);
  List<Tensor> result;
  for (Tensor t : x) {
    Tensor const d = back.of(t);
    result.push_back(d ? d : broadcast(y.graph->constant(0), t.shape()));
  }
  return result;
}

}  // namespace agon
