#pragma once
#include <agon/graph/graph.hpp>

/// The operations that mathematics is written in, with their shape rules. Each appends a node to its
/// operands' graph.
namespace agon {

constexpr Tensor append(Op op, Shape d, std::initializer_list<Tensor> x, int index = 0, int window = 0) {
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
  if (a.batched && b.batched && a.batched != b.batched)
    g.refuse("batches of ", a, " and ", b, " do not meet; give both as many samples");
  auto larger = [](int x, int y) { return x > y ? x : y; };
  return {larger(a.c, b.c), larger(a.h, b.h), larger(a.w, b.w), a.batched ? a.batched : b.batched};
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
constexpr Tensor exp2(Tensor a) { return exp(0.69314718055994530942 * a); }
constexpr Tensor silu(Tensor a) { return a * sigmoid(a); }

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
/// The numbers of x, and -bound or bound in place of those beyond.
constexpr Tensor clamp(Tensor x, Tensor bound) {
  return select(x > bound, bound, select(-x > bound, -bound, x));
}
constexpr Tensor clamp(Tensor x, double bound) { return clamp(x, x.graph->constant(bound)); }

// ---- sums and their adjoint ----

constexpr void check_batches(Graph& g, Shape smaller, Shape larger) {
  if (smaller.batched && smaller.batched != larger.batched)
    g.refuse("a batch of ", smaller, " does not spread over one of ", larger, "; give both as many samples");
}
constexpr Tensor broadcast(Tensor a, Shape d) {
  if (a.shape() == d) return a;
  check_batches(*a.graph, a.shape(), d);
  return append(Op::broadcast, d, {a});
}
constexpr Tensor sum_to(Tensor a, Shape d) {
  if (a.shape() == d) return a;
  check_batches(*a.graph, d, a.shape());
  return append(Op::sum, d, {a});
}
/// 1 / the number of samples of such a batch
constexpr Tensor inverse_samples(Graph& g, Shape d) {
  Tensor const n = g.inverse_batch(d.domain());
  return d.times() == 1 ? n : n / d.times();
}
constexpr Tensor mean_to(Tensor a, Shape d) {
  Tensor const s = sum_to(a, d) * (double(d.size()) / double(a.shape().size()));
  return a.shape().batched && !d.batched ? inverse_samples(*a.graph, a.shape()) * s : s;
}
/// Over everything: batch, pixels and channels.
constexpr Tensor sum(Tensor a) { return sum_to(a, Shape{}); }
constexpr Tensor mean(Tensor a) { return mean_to(a, Shape{}); }

// ---- movement ----

/// Channels of `a`, then channels of `b`.
constexpr Tensor concat(Tensor a, Tensor b) {
  Shape d = a.shape();
  if (d.h != b.shape().h || d.w != b.shape().w || d.batched != b.shape().batched)
    a.graph->refuse("cannot concatenate ", a.shape(), " and ", b.shape(),
                    " along the channels; give both the same height, width and batch");
  d.c += b.shape().c;
  return append(Op::concat, d, {a, b});
}
constexpr Tensor slice(Tensor a, int first, int count) {
  Shape d = a.shape();
  if (first < 0 || count < 1 || first + count > d.c)
    a.graph->refuse("channels ", first, " to ", first + count - 1, " are asked of ", d);
  d.c = count;
  return append(Op::slice, d, {a}, first);
}
/// `a` among the channels of zeros of shape `d`, from channel `first` on: the adjoint of slice.
constexpr Tensor pad(Tensor a, int first, Shape d) { return append(Op::pad, d, {a}, first); }

/// A window whose paddings are the rows above a part of an image, and the columns before it.
constexpr int corner(Graph& g, int top, int left) {
  Axis const y{.padding = short(top)}, x{.padding = short(left)};
  return g.window_of({y, x});
}
/// The part of an image from row `top` and column `left` on.
constexpr Tensor crop(Tensor a, int top, int left, int h, int w) {
  Shape d = a.shape();
  if (top < 0 || left < 0 || h < 1 || w < 1 || top + h > d.h || left + w > d.w)
    a.graph->refuse(h, " rows and ", w, " columns from (", top, ", ", left, ") on are asked of ", d,
                    "; ask for a part that lies inside");
  d.h = h, d.w = w;
  return a.shape() == d ? a : append(Op::slice, d, {a}, 0, corner(*a.graph, top, left));
}
/// `a` with rows and columns of zeros around it.
constexpr Tensor zero_pad(Tensor a, int top, int left, int bottom, int right) {
  Shape d = a.shape();
  d.h += top + bottom, d.w += left + right;
  if (top < 0 || left < 0 || bottom < 0 || right < 0)
    a.graph->refuse("its padding is negative; it must be at least 0, and Crop takes away");
  return a.shape() == d ? a : append(Op::pad, d, {a}, 0, corner(*a.graph, top, left));
}
/// `a` continued beyond its borders: by its mirror image, the border itself not repeated, or by the border.
constexpr Tensor extend(Tensor a, Border b, int top, int left, int bottom, int right) {
  Shape const from = a.shape();
  Shape d = from;
  d.h += top + bottom, d.w += left + right;
  if (top < 0 || left < 0 || bottom < 0 || right < 0)
    a.graph->refuse("its padding is negative; it must be at least 0, and Crop takes away");
  auto larger = [](int x, int y) { return x > y ? x : y; };
  if (b == Border::reflect && (larger(top, bottom) >= from.h || larger(left, right) >= from.w))
    a.graph->refuse("its reflection of ", larger(larger(top, bottom), larger(left, right)),
                    " pixels needs a larger image than ", from, "; pad less");
  return from == d ? a : append(Op::extend, d, {a}, int(b), corner(*a.graph, top, left));
}
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
  return append(Op::stated, y.shape(), {y}, int(g.rule.size()) - 1);
}

// ---- windows ----

/// What stands at the end of a side that windows do not fill: left out, or a window that reaches over.
enum class Ends : std::uint8_t { cut, reach_over };

/// (C, H, W) under a window: (c, H', W'); refuses a window that is larger.
constexpr Shape windowed(Tensor x, Window const& v, int c, char const* what, Ends ends = Ends::cut) {
  Shape const d = x.shape();
  auto count = [ends](int rows, Axis a) {
    int const n = convolved(rows, a), next = n * a.stride - a.padding;  // where one more would begin
    return ends == Ends::reach_over && n > 0 && next < rows &&
                   (n - 1) * a.stride + a.reach() < rows + 2 * a.padding
               ? n + 1
               : n;
  };
  int h = count(d.h, v.y), w = count(d.w, v.x);
  if (h == 0 || w == 0) {
    bool const even = v.y.padding == v.x.padding;
    x.graph->refuse("a ", v.y.reach(), 'x', v.x.reach(), ' ', what, " does not fit its ", d.c, 'x', d.h, 'x',
                    d.w, " input (padding ", text(v.y.padding, even ? "" : " and "),
                    even ? text("") : text(v.x.padding),
                    "); use a larger input, more padding or a smaller kernel");
    h = w = 1;
  }
  return {c, h, w, d.batched ? d.batched : short(1)};
}

/// Weights are (window, in / groups, out) in the shape's (h, w, c). One with a single filter for many groups
/// serves each channel.
constexpr Tensor conv(Tensor x, Tensor weight, Window const& v) {
  Shape const d = x.shape(), k = weight.shape();
  if (k.w * v.groups != d.c)
    x.graph->refuse("its weight takes ", k.w * v.groups, " channels and the input has ", d.c,
                    "; give every use of a network the same shape");
  return append(Op::conv, windowed(x, v, k.c == 1 ? v.groups : k.c, "kernel"), {x, weight}, 0,
                x.graph->window_of(v));
}
/// The adjoint of conv in its input, of shape `d`: a transposed convolution.
constexpr Tensor conv_data(Tensor y, Tensor weight, Window const& v, Shape d) {
  return append(Op::conv_data, d, {y, weight}, 0, y.graph->window_of(v));
}
/// The adjoint of conv in its weight, of shape `d`.
constexpr Tensor conv_weight(Tensor x, Tensor y, Window const& v, Shape d) {
  return append(Op::conv_weight, d, {x, y}, 0, x.graph->window_of(v));
}

/// The largest of each window in each channel, of two that are equal the first; a window may reach over the
/// border, where nothing is.
constexpr Tensor max_pool(Tensor x, Window const& v, Ends ends = Ends::cut) {
  return append(Op::max_take, windowed(x, v, x.shape().c, "window", ends), {x, x}, 0, x.graph->window_of(v));
}
/// The largest number of each pixel.
constexpr Tensor max_of_channels(Tensor x) {
  Shape const d = x.shape();
  if (d.c == 1) return x;
  Axis const all{.kernel = short(d.c), .stride = short(d.c)};
  return reshape(max_pool(reshape(x, {1, d.h * d.w, d.c, d.batched}), {Axis{}, all}),
                 {1, d.h, d.w, d.batched});
}
/// exp(x) / (the sum of exp(x) over the channels)
constexpr Tensor softmax(Tensor x) {
  Shape pixel = x.shape();
  pixel.c = 1;
  Tensor const e = exp(x - stop_gradient(max_of_channels(x)));
  return e / sum_to(e, pixel);
}

// ---- products ----

/// op(a) op(b), op a transposition or nothing. A batched tensor is the matrix (N, size), any other (pixels,
/// c).
constexpr Tensor matmul(Tensor a, Tensor b, bool transpose_a, bool transpose_b, Shape d) {
  return append(Op::matmul, d, {a, b}, transpose_a + 2 * transpose_b);
}
/// The same for each sample of two batches, as matrices (pixels, c).
constexpr Tensor product(Tensor a, Tensor b, bool transpose_a, bool transpose_b, Shape d) {
  return append(Op::product, d, {a, b}, transpose_a + 2 * transpose_b);
}

// ---- among samples ----

/// Row `index` of a table (count, width) in the shape's (w, c), a whole number for each sample.
constexpr Tensor take_row(Tensor table, Tensor index) {
  index.graph->classes.push_back({index.id, table.shape().w});
  return append(Op::take_row, {table.shape().c, 1, 1, index.shape().batched}, {table, index});
}
/// Samples of `a`, then samples of `b`: 2N of them, if both have N.
constexpr Tensor stack(Tensor a, Tensor b) {
  Shape const p = a.shape(), q = b.shape();
  if (!(p.samples(1) == q.samples(1)) || p.domain() != q.domain() || !p.batched || !q.batched)
    a.graph->refuse("cannot put samples of ", q, " behind those of ", p,
                    "; give both the same shape and take them from the same batch");
  if (p.times() + q.times() > 255) a.graph->refuse("more than 255 batches are put behind each other");
  return append(Op::stack, p.samples(p.times() + q.times(), p.domain()), {a, b});
}
/// `count` batches of a stack, from batch `first` on.
constexpr Tensor take_samples(Tensor a, int first, int count = 1) {
  Shape const d = a.shape();
  if (first < 0 || count < 1 || first + count > d.times())
    a.graph->refuse("batches ", first, " to ", first + count - 1, " are asked of ", d);
  return count == d.times() ? a : append(Op::take_samples, d.samples(count, d.domain()), {a}, first);
}
/// The mean over groups of G samples, in the place of each of them. The samples of a group are N / G apart.
constexpr Tensor group_mean(Tensor a, int g) {
  return g == 1 ? a : append(Op::group_mean, a.shape(), {a}, g);
}

}  // namespace agon
