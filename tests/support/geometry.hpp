#pragma once
#include <initializer_list>
#include <string>

#include "dense.hpp"
#include "sheet.hpp"

/// Convolutions of all kinds of shapes, drawn at random.
namespace agon::test {

/// A convolution from x to y.
struct Geometry {
  Window v;
  Shape x, w, y;
  long batch = 1;
  std::uint32_t number = 0;

  /// Multiply-adds, those with padding counted.
  long work() const { return batch * y.h * y.w * w.size() * (w.c == 1 ? v.groups : 1); }
  /// The call of the convolution, or of one of its adjoints.
  Dense call(Op op, int most_outputs) const {
    Dense d{.op = op, .window = v, .a = x, .b = w, .y = y, .batch = batch, .most_outputs = most_outputs};
    if (op == Op::conv_data) std::swap(d.a, d.y);
    if (op == Op::conv_weight) std::swap(d.b, d.y);
    return d;
  }
  /// The result of such a call in double.
  std::vector<double> exact(Op op, std::vector<float> const& a, std::vector<float> const& b) const {
    Dense const d = call(op, 1);
    Graph g;
    Tensor const s = g.add_input("a", d.a), t = g.add_input("b", d.b);
    if (op == Op::conv) (void)conv(s, t, v);
    if (op == Op::conv_data) (void)conv_data(s, t, v, d.y);
    if (op == Op::conv_weight) (void)conv_weight(s, t, v, d.y);
    REQUIRE(g.fault.view() == "");
    return test::exact(g, batch, a, b);
  }
  std::string text() const {
    auto both = [](int a, int b) { return std::to_string(a) + "x" + std::to_string(b); };
    return "geometry " + std::to_string(number) + ": " + std::to_string(batch) + " samples, " +
           std::to_string(x.c) + " -> " + std::to_string(y.c) + " channels, " + both(x.h, x.w) + " -> " +
           both(y.h, y.w) + ", kernel " + both(v.y.kernel, v.x.kernel) + ", stride " +
           both(v.y.stride, v.x.stride) + ", padding " + both(v.y.padding, v.x.padding) + ", dilation " +
           both(v.y.dilation, v.x.dilation) + ", " + std::to_string(v.groups) + " groups of " +
           std::to_string(w.w) + " channels, " + std::to_string(w.c) + " filters";
  }
};

/// Number k is always the same.
class Geometries {
 public:
  static constexpr long most_work = 24'000'000;

  static Geometry at(std::uint32_t number) {
    Geometries of(number);
    for (;;) {
      Geometry g = of.draw(number % kinds);
      g.number = number;
      if (g.y.h > 0 && g.y.w > 0 && g.work() <= most_work) return g;
    }
  }

 private:
  static constexpr int kinds = 6;
  Numbers r;
  explicit Geometries(std::uint32_t number) : r(5000 + number) {}

  // Draws stand in braces, never among a function's arguments, whose order is the compiler's.
  struct Sizes {
    int batch, channels, filters, height, width;
    Window v;
  };
  short from(int low, int high) { return short(low + r.below(high - low + 1)); }
  int one_of(std::initializer_list<int> x) { return x.begin()[r.below(int(x.size()))]; }
  int few() { return from(1, 7); }
  int odd() { return 2 * from(0, 35) + 1; }
  int wide() { return r.below(4) ? 32 * from(1, 4) : 16 * from(1, 8); }
  int any() {
    int const kind = r.below(3);
    return kind == 0 ? few() : kind == 1 ? odd() : wide();
  }
  Axis padded(Axis a) {
    a.padding = short(r.below(a.kernel));
    return a;
  }
  Window square(Axis a) {
    a = padded(a);
    return {a, a};
  }
  /// Sides of their own.
  Window oblong() { return {padded({from(1, 7), from(1, 4)}), padded({from(1, 7), from(1, 4)})}; }
  Window usual() { return r.below(3) ? square({from(1, 5), from(1, 2)}) : oblong(); }
  /// As Winograd's tiles take them.
  Window fast() {
    if (r.below(2)) return square({from(2, 4), 1});
    short const taps = r.below(4) ? from(2, 3) : from(2, 4);
    return square({short(2 * taps), 2});
  }
  static Geometry with(Sizes const& s) {
    Window const& v = s.v;
    return {v,
            image(s.channels, s.height, s.width),
            {s.filters, v.places(), s.channels / v.groups, false},
            image(s.filters == 1 ? v.groups : s.filters, convolved(s.height, v.y), convolved(s.width, v.x)),
            s.batch};
  }
  Geometry draw(int kind) {
    switch (kind) {
      case 0:  // anything
        return with({from(1, 20), any(), any(), from(1, 20), from(1, 20), oblong()});
      case 1:  // enough channels for tiles
        return with({from(1, 8), wide(), wide(), from(3, 20), from(3, 20), fast()});
      case 2:  // more weights than pixels
        if (r.below(4) == 0)
          return with({3, 32 * from(7, 8), 32 * from(4, 5), from(5, 6), 5, square({3, 1})});
        return with({from(1, 3), 32 * from(2, 12), 32 * from(3, 8), from(1, 5), from(1, 5),
                     r.below(2) ? fast() : usual()});
      case 3:  // many small pictures
        return with({from(5, 40), any(), any(), from(1, 5), from(1, 5), r.below(2) ? fast() : usual()});
      case 4: {  // few filters, or few channels
        bool const filters = r.below(3);
        int const n = few(), m = any();
        return with({from(1, 4), filters ? m : n, filters ? n : m, from(1, 20), from(1, 20), usual()});
      }
      default: {  // in groups, or with gaps
        int const groups = one_of({1, 1, 2, 3, 5, 16, 37});
        Window const v{padded({from(1, 5), from(1, 3), 0, from(1, 3)}),
                       padded({from(1, 5), from(1, 3), 0, from(1, 3)}), groups};
        int const in = r.below(2) ? 1 : from(1, 20), out = r.below(2) ? 1 : from(1, 20);
        bool const shared = r.below(4) == 0;  // one filter for all groups
        return with({from(1, 6), groups * in, shared ? 1 : groups * out, from(1, 20), from(1, 20), v});
      }
    }
  }
};

}  // namespace agon::test
