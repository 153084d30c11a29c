#pragma once
#include <agon/graph/graph.hpp>

/// The operations that mathematics is written in, with their shape rules. Each appends a node to its
/// operands' graph.
namespace agon {

constexpr Tensor append(Op op, Shape d, std::initializer_list<Tensor> x, Window window = {}, int index = 0) {
  Node n{.op = op, .shape = d, .window = window, .index = index};
  int i = 0;
  for (Tensor t : x) n.in[i++] = t.id;
  return x.begin()->graph->push(n);
}

// ---- element-wise, with broadcasting: an extent of 1 meets any other ----

constexpr Shape joined(Graph& g, Shape a, Shape b) {
  auto fits = [](int x, int y) { return x == y || x == 1 || y == 1; };
  if (!fits(a.c, b.c) || !fits(a.h, b.h) || !fits(a.w, b.w))
    g.refuse("values of ", a, " and ", b, " do not meet element by element; give both the same shape");
  auto larger = [](int x, int y) { return x > y ? x : y; };
  return {larger(a.c, b.c), larger(a.h, b.h), larger(a.w, b.w), a.batched || b.batched};
}
constexpr Tensor unary(Op op, Tensor a) { return append(op, a.shape(), {a}); }
constexpr Tensor binary(Op op, Tensor a, Tensor b) {
  return append(op, joined(*a.graph, a.shape(), b.shape()), {a, b});
}

constexpr Tensor operator-(Tensor a) { return unary(Op::neg, a); }
constexpr Tensor operator+(Tensor a, Tensor b) { return binary(Op::add, a, b); }
constexpr Tensor operator-(Tensor a, Tensor b) { return binary(Op::sub, a, b); }
constexpr Tensor operator*(Tensor a, Tensor b) { return binary(Op::mul, a, b); }
constexpr Tensor operator/(Tensor a, Tensor b) { return binary(Op::div, a, b); }
constexpr Tensor operator>(Tensor a, Tensor b) { return binary(Op::greater, a, b); }  // 1 or 0
constexpr Tensor operator<(Tensor a, Tensor b) { return b > a; }
constexpr Tensor operator+(Tensor a, double b) { return a + a.graph->constant(b); }
constexpr Tensor operator-(Tensor a, double b) { return a - a.graph->constant(b); }
constexpr Tensor operator*(Tensor a, double b) { return a * a.graph->constant(b); }
constexpr Tensor operator/(Tensor a, double b) { return a / a.graph->constant(b); }
constexpr Tensor operator>(Tensor a, double b) { return a > a.graph->constant(b); }
constexpr Tensor operator<(Tensor a, double b) { return a < a.graph->constant(b); }
constexpr Tensor operator+(double a, Tensor b) { return b.graph->constant(a) + b; }
constexpr Tensor operator-(double a, Tensor b) { return b.graph->constant(a) - b; }
constexpr Tensor operator*(double a, Tensor b) { return b.graph->constant(a) * b; }
constexpr Tensor operator/(double a, Tensor b) { return b.graph->constant(a) / b; }

constexpr Tensor abs(Tensor a) { return unary(Op::abs, a); }
constexpr Tensor sign(Tensor a) { return unary(Op::sign, a); }  // -1, 0 or 1
constexpr Tensor exp(Tensor a) { return unary(Op::exp, a); }
constexpr Tensor log(Tensor a) { return unary(Op::log, a); }
constexpr Tensor tanh(Tensor a) { return unary(Op::tanh, a); }
constexpr Tensor sigmoid(Tensor a) { return unary(Op::sigmoid, a); }
constexpr Tensor softplus(Tensor a) { return unary(Op::softplus, a); }  // log(1 + e^a), stable
constexpr Tensor sqrt(Tensor a) { return unary(Op::sqrt, a); }
constexpr Tensor rsqrt(Tensor a) { return unary(Op::rsqrt, a); }
constexpr Tensor square(Tensor a) { return a * a; }

/// condition != 0 ? a : b, element by element.
constexpr Tensor select(Tensor condition, Tensor a, Tensor b) {
  Graph& g = *a.graph;
  return append(Op::select, joined(g, condition.shape(), joined(g, a.shape(), b.shape())), {condition, a, b});
}
constexpr Tensor select(Tensor condition, Tensor a, double b) {
  return select(condition, a, a.graph->constant(b));
}
constexpr Tensor select(Tensor condition, double a, Tensor b) {
  return select(condition, b.graph->constant(a), b);
}

// ---- sums and their adjoint ----

constexpr Tensor broadcast(Tensor a, Shape d) { return a.shape() == d ? a : append(Op::broadcast, d, {a}); }
constexpr Tensor sum_to(Tensor a, Shape d) { return a.shape() == d ? a : append(Op::sum, d, {a}); }
constexpr Tensor mean_to(Tensor a, Shape d) {
  Tensor const s = sum_to(a, d) * (double(d.size()) / double(a.shape().size()));
  return a.shape().batched && !d.batched ? a.graph->inverse_batch() * s : s;
}
/// Over everything: batch, pixels and channels.
constexpr Tensor sum(Tensor a) { return sum_to(a, Shape{}); }
constexpr Tensor mean(Tensor a) { return mean_to(a, Shape{}); }

// ---- movement ----

/// Channels of `a`, then channels of `b`.
constexpr Tensor concat(Tensor a, Tensor b) {
  Shape d = a.shape();
  if (d.h != b.shape().h || d.w != b.shape().w)
    a.graph->refuse("cannot concatenate ", a.shape(), " and ", b.shape(),
                    " along the channels; give both the same height and width");
  d.c += b.shape().c;
  return append(Op::concat, d, {a, b});
}
constexpr Tensor slice(Tensor a, int first, int count) {
  Shape d = a.shape();
  if (first < 0 || count < 1 || first + count > d.c)
    a.graph->refuse("channels ", first, " to ", first + count - 1, " are asked of ", d);
  d.c = count;
  return append(Op::slice, d, {a}, {}, first);
}
/// `a` among the channels of zeros of shape `d`, from channel `first` on: the adjoint of slice.
constexpr Tensor pad(Tensor a, int first, Shape d) { return append(Op::pad, d, {a}, {}, first); }
constexpr Tensor reshape(Tensor a, Shape d) {
  if (d.size() != a.shape().size()) a.graph->refuse(a.shape(), " cannot become ", d, ": the sizes differ");
  return a.shape() == d ? a : append(Op::reshape, d, {a});
}
/// An image as features in the order channel, row, column.
constexpr Tensor flatten(Tensor a) {
  Shape const d = a.shape();
  if (d.h * d.w == 1) return a;
  return append(d.c == 1 ? Op::reshape : Op::flatten, {int(d.size()), 1, 1, d.batched}, {a});
}
/// Features in that order as an image: the inverse and the adjoint of flatten.
constexpr Tensor unflatten(Tensor a, Shape d) {
  if (d.size() != a.shape().size())
    a.graph->refuse("its input of ", a.shape(), " holds ", a.shape().size(), " numbers and ", d, " needs ",
                    d.size(), "; make the sizes equal");
  if (d.h * d.w == 1) return a;
  return append(d.c == 1 ? Op::reshape : Op::unflatten, d, {a});
}

// ---- convolutions; weights are (kernel * kernel, in, out) in the shape's (h, w, c) ----

constexpr Tensor conv(Tensor x, Tensor weight, Window v) {
  Shape const d = x.shape();
  int h = convolved(d.h, v), w = convolved(d.w, v);
  if (h == 0 || w == 0) {
    x.graph->refuse("a ", v.kernel, 'x', v.kernel, " kernel does not fit its ", d.c, 'x', d.h, 'x', d.w,
                    " input (padding ", v.padding, "); use a larger input, more padding or a smaller kernel");
    h = w = 1;
  }
  if (weight.shape().w != d.c)
    x.graph->refuse("its weight takes ", weight.shape().w, " channels and the input has ", d.c,
                    "; give every use of a network the same shape");
  return append(Op::conv, {weight.shape().c, h, w, true}, {x, weight}, v);
}
/// The adjoint of conv in its input, of shape `d`: a transposed convolution.
constexpr Tensor conv_data(Tensor y, Tensor weight, Window v, Shape d) {
  return append(Op::conv_data, d, {y, weight}, v);
}
/// The adjoint of conv in its weight, of shape `d`.
constexpr Tensor conv_weight(Tensor x, Tensor y, Window v, Shape d) {
  return append(Op::conv_weight, d, {x, y}, v);
}

/// op(a) op(b), op a transposition or nothing. A batched tensor is the matrix (N, size), any other (w, c).
constexpr Tensor matmul(Tensor a, Tensor b, bool transpose_a, bool transpose_b, Shape d) {
  return append(Op::matmul, d, {a, b}, {short(transpose_a), short(transpose_b), 0});
}

// ---- versions, and identities for the gradient ----

/// The next version of a slot, in the same storage. Later readers name the result.
constexpr Tensor update(Tensor old, Tensor value) {
  return append(Op::update, old.shape(), {old, broadcast(value, old.shape())});
}
constexpr Tensor stop_gradient(Tensor a) { return unary(Op::stop, a); }
/// `y` as it was computed, but differentiated by `rule` with respect to `x`.
constexpr Tensor with_gradient(Tensor y, std::initializer_list<Tensor> x, Rule rule) {
  Graph& g = *y.graph;
  std::array<int, 3> operand{-1, -1, -1};
  int i = 0;
  for (Tensor t : x) operand[std::size_t(i++)] = t.id;
  g.rule.push_back(rule);
  g.rule_operand.push_back(operand);
  return append(Op::stated, y.shape(), {y}, {}, int(g.rule.size()) - 1);
}

}  // namespace agon
