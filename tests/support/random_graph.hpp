#pragma once
#include <agon/graph/compile.hpp>

#include "sheet.hpp"

namespace agon::test {

/// Writes a graph at random: all operations, shapes that broadcast, gradients of first order through whatever
/// is there, updates of slots, draws, outputs. Magnitudes stay moderate.
class RandomGraph {
 public:
  explicit RandomGraph(Sheet& sheet, std::uint32_t seed) : s(sheet), g(sheet.g), random(seed + 1000) {
    for (Shape d :
         {wide, narrow, image(1, 3, 4), features(5), features(1), narrow.samples(1, 1), narrow.samples(2)})
      pool.push_back(s.add_input(d));
    for (Shape d : {channels(2), channels(3), Shape{3, 9, 2, false}, Shape{5, 1, 24, false},
                    Shape{5, 1, 5, false}, Shape{2, 3, 4, false}, channels(1)}) {
      parameter.push_back(s.add_parameter(d));
      pool.push_back(parameter.back());
    }
    pool.push_back(g.add_scalar("rate"));
    pool.push_back(g.random(Distribution::uniform, wide, "u"));
    pool.push_back(g.random(Distribution::normal, channels(2), "v"));
    int const operations = 15 + random.below(50);
    for (int k = 0; k < operations; ++k) operation();
    for (int k = 0; k < 5; ++k) g.keep("y" + std::to_string(k), pick());
    if (random.below(2)) step();
  }

 private:
  static constexpr Shape wide = image(3, 3, 4), narrow = image(2, 3, 4);
  static constexpr Window window{3, 1, 1};
  Sheet& s;
  Graph& g;
  Numbers random;
  List<Tensor> pool, parameter;

  /// Values of late come more often.
  Tensor pick() {
    int const n = int(pool.size());
    return pool[std::size_t(random.below(3) ? n - 1 - random.below(n < 8 ? n : 8) : random.below(n))];
  }
  bool find(Shape d, Tensor& t) {
    for (int k = 0; k < 40; ++k)
      if (t = pick(); t.shape() == d) return true;
    for (Tensor c : pool)
      if (c.shape() == d) return t = c, true;
    return false;
  }
  static bool meet(Shape a, Shape b) {
    auto fits = [](int x, int y) { return x == y || x == 1 || y == 1; };
    if (!fits(a.c, b.c) || !fits(a.h, b.h) || !fits(a.w, b.w)) return false;
    Shape const d{std::max(a.c, b.c), std::max(a.h, b.h), std::max(a.w, b.w), 0};
    if (a.batched && b.batched && a.batched != b.batched) return false;
    for (Shape x : {a, b}) {  // what kernels know how to read
      bool const pixels = x.h * x.w > 1;
      if (pixels && (x.h != d.h || x.w != d.w)) return false;
      if (pixels && !x.batched && x.c == 1 && d.c > 1) return false;
    }
    return true;
  }

  void operation() {
    Tensor a = pick(), b = pick(), c = pick();
    switch (random.below(34)) {
      case 0: return add(exp(-abs(a)));
      case 1: return add(tanh(a));
      case 2: return add(softplus(a));
      case 3: return add(rsqrt(1 + a * a));
      case 4: return add(-a);
      case 5: return add(sigmoid(a) - sign(a));
      case 6:
      case 7:
        if (meet(a.shape(), b.shape())) add(a + b);
        return;
      case 8:
        if (meet(a.shape(), b.shape())) add(a * b * 0.5);
        return;
      case 9:
        if (meet(a.shape(), b.shape())) add(a - 0.3 * b);
        return;
      case 10:
        if (meet(a.shape(), b.shape())) add(a / (1 + b * b));
        return;
      case 11:
        if (meet(a.shape(), b.shape()) && meet(joined(g, a.shape(), b.shape()), c.shape()) &&
            meet(b.shape(), c.shape()) && meet(a.shape(), c.shape()))
          add(select(a > b, c, a));
        return;
      case 12:
      case 13: return add(mean_to(a, {a.shape().c, 1, 1, false}));
      case 14: return add(mean_to(a, {1, 1, 1, a.shape().batched}));
      case 15: return add(mean(a));
      case 16:
        if (a.shape().c > 1 && a.shape().batched)
          add(mean_to(a, a.shape().per_sample(1, a.shape().h, a.shape().w)));
        return;
      case 17:
        if (a.shape().h == b.shape().h && a.shape().w == b.shape().w &&
            a.shape().batched == b.shape().batched && a.shape().c + b.shape().c < 6)
          add(concat(a, b));
        return;
      case 18:
        if (a.shape().c > 1) add(slice(a, random.below(a.shape().c - 1), 1 + random.below(1)));
        return;
      case 19:
        if (a.shape().h == 3 && a.shape().c < 3 && a.shape().batched)
          add(pad(a, random.below(4 - a.shape().c), wide.samples(a.shape().times(), a.shape().domain())));
        return;
      case 20:
        if (find(narrow, a) && find({3, 9, 2, false}, b)) add(conv(a, b, window) * 0.3);
        return;
      case 21:
        if (find(wide, a) && find({3, 9, 2, false}, b)) add(conv_data(a, b, window, narrow) * 0.3);
        return;
      case 22:
        if (find(narrow, a) && find({5, 1, 24, false}, b))
          add(matmul(random.below(2) ? flatten(a) : a, b, false, false, features(5)) * 0.2);
        return;
      case 23:
        if (find(features(5), a) && find({5, 1, 5, false}, b))
          add(matmul(a, b, false, random.below(2), features(5)) * 0.4);
        return;
      case 24: return reshaped(a);
      case 25: return step();
      case 26:
        if (a.shape().h == 3 && a.shape().batched) add(crop(zero_pad(a, 1, 0, 2, 1), 2, 1, 3, 4));
        return;
      case 27:
        if (a.shape().h == 3 && a.shape().batched)
          add(crop(extend(a, random.below(2) ? Border::reflect : Border::replicate, 2, 0, 1, 2), 0, 1, 3, 4));
        return;
      case 28:
        if (a.shape().h == 3 && a.shape().batched) add(max_pool(a, {3, 1, 1}));
        return;
      case 29:
        if (a.shape().batched) add(group_mean(a, 99));
        return;
      case 30:
        if (find(narrow.samples(1 + random.below(2), random.below(2)), a) && find({3, 9, 2, false}, b))
          add(conv(a, b, window) * 0.3);
        return;
      case 31:
        if (a.shape().batched && a.shape().samples(1) == b.shape().samples(1) && b.shape().batched &&
            a.shape().domain() == b.shape().domain() && a.shape().times() + b.shape().times() < 4)
          add(stack(a, b));
        return;
      case 32:
        if (int const n = a.shape().times(); n > 1) add(take_samples(a, random.below(n), 1));
        return;
      case 33:
        if (find(wide, a) && find(narrow, b)) {
          Tensor const table = g.table({1, 9, 1, false}, {.1, .2, .1, .2, .4, .2, .1, .2, .1});
          add(conv(product(a, product(a, b, true, false, {2, 3, 1, true}), false, false, narrow) * 0.1, table,
                   {3, 1, 1, 1, 2}));
        }
        return;
    }
  }
  void reshaped(Tensor a) {
    Shape const d = a.shape();
    if (d.h * d.w > 1)
      add(reshape(a, {int(d.size()), 1, 1, d.batched}));
    else if (d.c == 12)
      add(reshape(a, {1, 3, 4, d.batched}));
    else if (d.c == 24)
      add(reshape(a, {2, 3, 4, d.batched}));
  }
  /// A step down the mean of some value, for some of the parameters.
  void step() {
    Tensor const loss = mean(pick());
    List<Tensor> const d = gradient(loss, parameter);
    for (std::size_t k = 0; k < parameter.size(); ++k) {
      if (random.below(2)) continue;
      Tensor const old = parameter[k], next = update(old, old * 0.9 - 0.1 * tanh(d[k]));
      for (Tensor& t : pool)
        if (t.id == old.id) t = next;
      parameter[k] = next;
    }
  }
  void add(Tensor t) { pool.push_back(t); }
};

}  // namespace agon::test
