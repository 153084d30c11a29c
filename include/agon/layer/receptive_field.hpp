#pragma once
#include <agon/layer/facts.hpp>

namespace agon {

/// Rows or columns, first to last; none if last < first.
struct Span {
  int first = 1, last = 0;
  constexpr bool empty() const { return last < first; }
  constexpr int size() const { return last - first + 1; }
  constexpr void add(int a, int b) {
    bool const fresh = empty();
    if (fresh || a < first) first = a;
    if (fresh || b > last) last = b;
  }
  constexpr bool operator==(Span const&) const = default;
};

/// Which rows, or columns, of a network's input can reach one of its output. What meets all pixels of an
/// image alike, a statistic of a norm or a style, does not count.
class Reach {
 public:
  constexpr explicit Reach(Graph const& g, bool columns = false) : graph_(&g), columns_(columns) {
    // Element-wise nodes of one operand stand for that operand; what is left are a few links.
    List<int> as(g.node.size(), -1);
    for (int i = 0; i <= g.output[0]; ++i) {
      Node const& n = g.node[i];
      auto& me = as[i];
      if (n.op == Op::input) me = i;
      for (int j : n.in) {
        if (j < 0 || !g.node[j].shape.batched || as[j] < 0) continue;
        int const from = as[j], rows = extent(g.node[j].shape);
        if (is_elementwise(n.op) && rows == 1 && extent(n.shape) > 1) continue;
        bool const moves = n.op == Op::slice || n.op == Op::pad || n.op == Op::extend;
        bool const window = n.op == Op::conv || n.op == Op::conv_data || n.op == Op::max_take || moves;
        if (!window && rows == extent(n.shape) && n.op != Op::matmul) {
          if (me < 0) me = from;
          if (me == from) continue;
          if (me != i) link_.push_back({.op = Op::concat, .from = me, .to = i}), me = i;
          link_.push_back({.op = Op::concat, .from = from, .to = i});
        } else {
          me = i;
          link_.push_back({.op = n.op,
                           .axis = axis(g.window[n.window]),
                           .from = from,
                           .to = i,
                           .all = window ? 0 : rows});
        }
      }
      if (n.op == Op::conv_data && period < 64) period *= axis(g.window[n.window]).stride;
    }
    out_ = as[g.output[0]];
    middle = extent(g.node[out_].shape) / 2;
  }

  int period = 1;  // from row to row the reach changes; after so many it begins anew (64 at most are told)
  int middle = 0;  // of the output

  /// What reaches that row of the output, by windows alone: it may lie partly in what stands around the
  /// input. Walks from the output back: under a convolution r rows become (r - 1) stride + kernel; of a
  /// transposed one it is the row that decides.
  constexpr Span operator()(int row) const {
    auto floor_of = [](int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); };
    List<Span> span(graph_->node.size());
    span[out_] = {row, row};
    for (int i = int(link_.size()) - 1; i >= 0; --i) {
      Link const& l = link_[i];
      Span const s = span[l.to];
      Span& x = span[l.from];
      Axis const v = l.axis;
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
    Span of_input;
    for (int i = 0; i <= graph_->output[0]; ++i)
      if (graph_->node[i].op == Op::input && !span[i].empty()) of_input.add(span[i].first, span[i].last);
    return of_input;
  }

 private:
  struct Link {  // rows of `to` come from rows of `from`
    Op op{};
    Axis axis{};
    int from = 0, to = 0, all = 0;  // all: every row, of so many
  };
  Graph const* graph_;
  bool columns_;
  List<Link> link_;
  int out_ = 0;

  constexpr int extent(Shape d) const { return columns_ ? d.w : d.h; }
  constexpr Axis axis(Window const& w) const { return columns_ ? w.x : w.y; }
};

/// How many rows of the input can reach one row of the output: the most of a period.
constexpr int receptive_rows(Graph const& g) {
  Reach const reach(g);
  int largest = 0;
  for (int row = reach.middle; row < reach.middle + reach.period; ++row)
    largest = std::max(largest, reach(row).size());
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

/// A part of a picture, in its pixels; it may reach beyond.
struct PixelWindow {
  Span rows, columns;
  constexpr bool operator==(PixelWindow const&) const = default;
};
/// The pixels that one cell of Net's map sees: of PatchGAN the patch that its logit is about.
template <class Net, Shape In>
constexpr PixelWindow window_of(int row, int column) {
  Graph const g = trace<Net>(In, Mode::Eval);
  return {Reach(g)(row), Reach(g, true)(column)};
}

}  // namespace agon
