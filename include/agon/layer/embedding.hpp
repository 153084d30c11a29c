#pragma once
#include <agon/layer/linear.hpp>
#include <agon/layer/named.hpp>

/// Classes and what is learned about them. A class is a whole number below their count, one for each sample.
namespace agon {

/// The row of a learned table that `label` names: "weight", (count, width), which begins as `fresh` says.
constexpr Tensor embedding(Scope& s, Tensor label, int count, int width, Fresh const& fresh) {
  if (label.shape().size() != 1) {
    s.graph.refuse("it takes one whole number a sample and its input is ", label.shape(), "; give it labels");
    return label;
  }
  Fresh const before = s.fresh;
  s.fresh = fresh;
  Tensor const table = s.weight({.layout = Layout::rows, .shape = {width, 1, count, false}}, 1);
  s.fresh = before;
  return take_row(table, label);
}

/// Width features for each of Count classes.
template <int Count, int Width>
struct Embedding {
  static constexpr auto name = text("Embedding<", Count, ",", Width, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    if (Count < 1 || Width < 1) {
      s.graph.refuse(Count, " classes of ", Width, " features; there must be at least 1 of both");
      return x;
    }
    return embedding(s, x, Count, Width, s.fresh);
  }
};

/// 1 at the place of the class `label` among `count` features, and 0 elsewhere.
constexpr Tensor one_hot(Graph& g, Tensor label, int count) {
  if (count < 1 || label.shape().size() != 1) {
    g.refuse("it turns one whole number a sample into ", count, " features, and its input is ", label.shape(),
             "; give it labels");
    return label;
  }
  g.classes.push_back({label.id, count});
  List<double> places;
  for (int k = 0; k < count; ++k) places.push_back(k);
  Tensor const d = label - g.table(channels(count), places);
  return select(square(d) < 0.25, g.constant(1), 0.0);
}

/// One_hot of the input, a class.
template <int Count>
struct OneHot {
  static constexpr auto name = text("OneHot<", Count, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return one_hot(s.graph, x, Count); }
};

/// The feature that the value N is the number of: a logit of its own for each class.
template <Name N>
struct Entry {
  static constexpr auto name = text("Entry<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (d.h * d.w > 1)
      s.graph.refuse("it takes one of some features and its input is ", d, "; put Flatten before it");
    return sum_to(x * one_hot(s.graph, s.wire(N.at, x), d.c), features(1));
  }
};

/// A projection discriminator's head (Miyato and Koyama 2018): w h + b + <row of the class N, h>, h its
/// input.
template <Name N, int Classes>
struct Projection {
  static constexpr auto name = text("Projection<", N.at, ",", Classes, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    int const c = x.shape().c;
    Tensor const y = s.under("linear", false, [&] { return linear(s, x, 1); });
    Tensor const row =
        s.under("embed", false, [&] { return embedding(s, s.wire(N.at, x), Classes, c, s.fresh); });
    return y + sum_to(row * x, x.shape().per_sample(1));
  }
};

}  // namespace agon
