#pragma once
#include <agon/layer/facts.hpp>

namespace agon {

/// How many rows of the input can reach one row of the output, padding not cut off. Walks from the output
/// back: under a convolution r becomes (r - 1) stride + kernel; of a transposed one the output row decides,
/// so the rows of a period (64 at most) are tried and the largest counts. What meets all pixels of an image
/// alike, a statistic of a norm or a style, does not count.
constexpr int receptive_rows(Graph const& g) {
  struct Span {
    int first = 1, last = 0;
    constexpr bool empty() const { return last < first; }
    constexpr void add(int a, int b) {
      bool const fresh = empty();
      if (fresh || a < first) first = a;
      if (fresh || b > last) last = b;
    }
  };
  struct Link {  // rows of `to` come from rows of `from`
    Op op{};
    Window window{};
    int from = 0, to = 0, all = 0;  // all: every row, of so many
  };
  auto floor_of = [](int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); };

  // Element-wise nodes of one operand stand for that operand; what is left are a few links.
  List<int> as(g.node.size(), -1);
  List<Link> link;
  int period = 1;
  for (int i = 0; i <= g.output[0]; ++i) {
    Node const& n = g.node[i];
    auto& me = as[i];
    if (n.op == Op::input) me = i;
    for (int j : n.in) {
      if (j < 0 || !g.node[j].shape.batched || as[j] < 0) continue;
      int const from = as[j], rows = g.node[j].shape.h;
      if (is_elementwise(n.op) && rows == 1 && n.shape.h > 1) continue;
      bool const moves = n.op == Op::slice || n.op == Op::pad || n.op == Op::extend;
      bool const window = n.op == Op::conv || n.op == Op::conv_data || n.op == Op::max_take || moves;
      if (!window && rows == n.shape.h && n.op != Op::matmul) {
        if (me < 0) me = from;
        if (me == from) continue;
        if (me != i) link.push_back({.op = Op::concat, .from = me, .to = i}), me = i;
        link.push_back({.op = Op::concat, .from = from, .to = i});
      } else {
        me = i;
        link.push_back(
            {.op = n.op, .window = g.window[n.window], .from = from, .to = i, .all = window ? 0 : rows});
      }
    }
    if (n.op == Op::conv_data && period < 64) period *= g.window[n.window].y.stride;
  }
  int largest = 0;
  int const out = as[g.output[0]], middle = g.node[out].shape.h / 2;
  List<Span> span(g.node.size());
  for (int row = middle; row < middle + period; ++row) {
    for (Link const& l : link) span[l.from] = {};
    span[out] = {row, row};
    for (int i = int(link.size()) - 1; i >= 0; --i) {
      Link const& l = link[i];
      Span const s = span[l.to];
      Span& x = span[l.from];
      Axis const v = l.window.y;
      if (s.empty()) continue;
      if (l.all)
        x.add(0, l.all - 1);
      else if (l.op == Op::slice)
        x.add(s.first + v.padding, s.last + v.padding);
      else if (l.op == Op::pad || l.op == Op::extend)
        x.add(s.first - v.padding, s.last - v.padding);
      else if (l.op == Op::conv || l.op == Op::max_take)
        x.add(s.first * v.stride - v.padding, s.last * v.stride - v.padding + v.reach() - 1);
      else if (l.op == Op::conv_data)
        x.add(floor_of(s.first + v.padding - v.reach() + v.stride, v.stride),
              floor_of(s.last + v.padding, v.stride));
      else
        x.add(s.first, s.last);
    }
    for (int i = 0; i <= g.output[0]; ++i)
      if (g.node[i].op == Op::input) largest = std::max(largest, span[i].last - span[i].first + 1);
  }
  return largest;
}

struct Field {
  int rows = 0;
  Text<400> fault{};
};
template <class Net>
constexpr Field field(Shape in) {
  Graph const g = trace<Net>(in, Mode::Eval);
  return {g.fault.empty() ? receptive_rows(g) : 0, g.fault};
}
template <class Net, Shape In>
struct ExaminedField {
  static constexpr Field found = [] {
    if (In.batched) return field<Net>(In);
    for (int size : {256, 512, 1024, 64, 128, 32, 28})
      for (int c : {3, 6, 1, 64})
        if (Field const f = field<Net>(image(c, size, size)); f.rows) return f;
    return field<Net>(image(3, 256, 256));
  }();
  static constexpr auto fault = found.fault;
  static constexpr int rows = fits<fault> ? found.rows : 0;
};

/// The receptive field of one output of Net, in pixels of the input's height. It does not depend on the size
/// of the input, unless features gather all of it; without `In` the first of some common sizes that fits Net
/// is taken. A network that does not fit is an error that says why.
template <class Net, Shape In = Shape{}>
inline constexpr int receptive_field = ExaminedField<Net, In>::rows;

}  // namespace agon
