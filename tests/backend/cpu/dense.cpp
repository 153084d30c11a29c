// Convolutions, their adjoints and products of the cpu backend against plain loops in double, over many
// geometries.
#include "support/dense.hpp"

using namespace agon;
using test::numbers, test::Dense;

namespace {

double error(Graph& g, Dense const& d, std::vector<float> const& a, std::vector<float> const& b) {
  return test::error(g, test::head_for(d), d, a, b);
}
/// By what a program would choose, and by direct algorithms alone.
void check(Window const& v, Shape x, Shape w, Shape y, long batch) {
  for (int most_outputs : {1, 3})
    test::check_convolution(v, x, w, y, batch, most_outputs == 1 ? 1e-6 : 3e-6, [=](Dense d) {
      d.most_outputs = most_outputs;
      return test::head_for(d);
    });
}

struct Case {
  int batch, channels, filters, height, width, kernel, stride, padding;
};
constexpr Case cases[] = {
    {1, 3, 64, 32, 32, 4, 2, 1},  {2, 64, 128, 16, 16, 4, 2, 1}, {3, 128, 256, 7, 7, 4, 2, 1},
    {2, 256, 1, 3, 3, 3, 1, 0},   {5, 1, 64, 28, 28, 4, 2, 1},   {1, 512, 512, 2, 2, 4, 2, 1},
    {1, 512, 512, 4, 4, 4, 2, 1}, {7, 256, 100, 4, 4, 4, 1, 0},  {1, 256, 512, 9, 9, 4, 1, 1},
    {1, 512, 1, 9, 9, 4, 1, 1},   {2, 6, 64, 18, 14, 4, 2, 1},   {1, 5, 7, 11, 13, 3, 1, 1},
    {2, 17, 33, 9, 10, 5, 3, 2},  {3, 40, 24, 8, 8, 1, 1, 0},    {1, 2, 3, 5, 5, 5, 1, 0},
    {2, 33, 65, 12, 6, 3, 2, 1},  {1, 16, 16, 20, 20, 3, 10, 1}, {1, 9, 31, 6, 40, 7, 1, 3},
    {4, 128, 64, 7, 7, 3, 2, 1},  {1, 24, 40, 10, 10, 2, 4, 0},  {2, 64, 3, 13, 11, 7, 1, 0},
    {1, 64, 3, 16, 16, 3, 1, 1},  {3, 40, 2, 9, 12, 5, 1, 4},    {2, 128, 1, 6, 7, 4, 1, 1},
    {2, 160, 128, 5, 3, 4, 2, 1}, {1, 276, 96, 5, 6, 5, 1, 2},   {3, 96, 352, 2, 5, 3, 1, 1},
};

}  // namespace

TEST_CASE("a convolution and its two adjoints agree with plain loops") {
  for (Case const& c : cases) {
    INFO(c.batch, " x ", c.channels, " -> ", c.filters, " at ", c.height, "x", c.width, " k", c.kernel, " s",
         c.stride, " p", c.padding);
    Window const v{c.kernel, c.stride, c.padding};
    Shape const x = image(c.channels, c.height, c.width),
                w{c.filters, c.kernel * c.kernel, c.channels, false};
    Shape const y = image(c.filters, convolved(c.height, v.y), convolved(c.width, v.x));
    check(v, x, w, y, c.batch);
  }
}

TEST_CASE("windows with sides of their own, with gaps, and in groups") {
  struct {
    int batch, channels, filters, height, width;
    Window v;
  } const windows[] = {{2, 20, 40, 9, 12, {{3, 2, 1}, {1, 1, 0}}},
                       {1, 64, 48, 12, 9, {{1, 1, 0}, {7, 1, 3}}},
                       {3, 6, 2, 10, 11, {{5, 1, 2}, {3, 2, 1}}},
                       {2, 64, 3, 8, 20, {{2, 2, 0}, {4, 3, 1}}},
                       {1, 40, 33, 3, 3, {{4, 2, 1}, {3, 2, 1}}},
                       {2, 20, 40, 12, 12, {3, 1, 2, 2}},
                       {1, 3, 17, 15, 14, {{3, 2, 3, 3}, {2, 1, 0, 4}}},
                       {2, 64, 96, 9, 8, {3, 1, 1, 1, 2}},
                       {1, 12, 24, 9, 8, {4, 2, 1, 1, 3}},
                       {2, 37, 37, 11, 10, {3, 2, 1, 1, 37}},
                       {3, 64, 64, 7, 6, {3, 1, 2, 2, 64}}};
  for (auto const& c : windows) {
    INFO(c.batch, " x ", c.channels, " -> ", c.filters, " at ", c.height, "x", c.width, ", ", c.v.places(),
         " places, groups ", c.v.groups);
    Shape const x = image(c.channels, c.height, c.width),
                w{c.filters, c.v.places(), c.channels / c.v.groups, false},
                y = image(c.filters, convolved(c.height, c.v.y), convolved(c.width, c.v.x));
    check(c.v, x, w, y, c.batch);
  }
}

TEST_CASE("one filter for all channels") {
  Window const v{3, 2, 1, 1, 35};
  Shape const x = image(35, 9, 8), w{1, 9, 1, false}, y = image(35, 5, 4);
  auto const xs = numbers(x.size() * 2, "x"), ws = numbers(9, "w"), ys = numbers(y.size() * 2, "y");
  {
    Graph g;
    Tensor const a = g.add_input("a", x), b = g.add_input("b", w);
    (void)conv(a, b, v);
    CHECK(error(g, Dense{Op::conv, v, 0, x, w, y, 2}, xs, ws) < 2e-6);
  }
  {
    Graph g;
    Tensor const a = g.add_input("a", y), b = g.add_input("b", w);
    (void)conv_data(a, b, v, x);
    CHECK(error(g, Dense{Op::conv_data, v, 0, y, w, x, 2}, ys, ws) < 2e-6);
  }
}

TEST_CASE("a product of a matrix for each sample") {
  for (auto const& [batch, m, k, n] :
       {std::array{3, 5, 7, 9}, {2, 300, 20, 65}, {1, 64, 1024, 256}, {5, 1, 1, 1}, {2, 33, 500, 4}})
    for (int transposed : {0, 1, 2, 3}) {
      INFO(batch, " times ", m, " x ", k, " x ", n, ", transposed ", transposed);
      auto matrix = [](int rows, int columns) { return image(columns, rows, 1); };
      Shape const a = transposed & 1 ? matrix(k, m) : matrix(m, k),
                  b = transposed & 2 ? matrix(n, k) : matrix(k, n), y = matrix(m, n);
      auto const as = numbers(a.size() * batch, "a"), bs = numbers(b.size() * batch, "b");
      Graph g;
      Tensor const s = g.add_input("a", a), t = g.add_input("b", b);
      (void)product(s, t, transposed & 1, transposed & 2, y);
      CHECK(error(g, Dense{Op::product, {}, transposed, a, b, y, batch}, as, bs) < 2e-6);
    }
}

TEST_CASE("a product agrees with plain loops, transposed or not") {
  for (auto const& [batch, in, out] :
       {std::array{3, 5, 7}, {64, 100, 256}, {40, 129, 33}, {1, 784, 1}, {17, 1, 50}}) {
    INFO(batch, " x ", in, " -> ", out);
    Shape const x = features(in), y = features(out), w{out, 1, in, false}, wt{in, 1, out, false};
    auto const xs = numbers(x.size() * batch, "x"), ys = numbers(y.size() * batch, "y"),
               ws = numbers(w.size(), "w");
    auto check = [&](Shape a, Shape b, bool ta, bool tb, Shape d, auto const& av, auto const& bv) {
      Graph g;
      Tensor const s = g.add_input("a", a), t = g.add_input("b", b);
      (void)matmul(s, t, ta, tb, d);
      CHECK(error(g, Dense{Op::matmul, {}, ta + 2 * tb, a, b, d, batch}, av, bv) < 2e-6);
    };
    check(x, w, false, false, y, xs, ws);
    check(x, wt, false, true, y, xs, ws);
    check(x, y, true, false, w, xs, ys);
    check(w, x, true, true, {batch, 1, out, false}, ws, xs);
  }
}
