#include "support/finite_differences.hpp"

using namespace agon;
using agon::test::Sheet;

/// Checks y = f(x...) for leaves of the given shapes; batched ones are inputs, others parameters.
static void check(char const* name, std::vector<Shape> const& shapes, auto f) {
  INFO(name);
  Sheet s;
  List<Tensor> x;
  for (Shape d : shapes) x.push_back(d.batched ? s.add_input(d) : s.add_parameter(d));
  test::check_gradients(s, f(x), x);
}

static Shape const picture = image(2, 3, 4), vector = features(5);

TEST_CASE("element-wise, of one operand") {
  using X = List<Tensor> const&;
  check("-x", {picture}, [](X x) { return -x[0]; });
  check("abs", {picture}, [](X x) { return abs(x[0]); });
  check("sign", {picture}, [](X x) { return sign(x[0]) * x[0]; });
  check("exp", {picture}, [](X x) { return exp(x[0]); });
  check("log", {picture}, [](X x) { return log(x[0] + 2); });
  check("tanh", {picture}, [](X x) { return tanh(x[0]); });
  check("sigmoid", {picture}, [](X x) { return sigmoid(x[0]); });
  check("softplus", {picture}, [](X x) { return softplus(3 * x[0]); });
  check("sqrt", {picture}, [](X x) { return sqrt(x[0] + 2); });
  check("rsqrt", {picture}, [](X x) { return rsqrt(x[0] + 2); });
  check("square", {picture}, [](X x) { return square(x[0]); });
}

TEST_CASE("element-wise, of two operands, with every broadcast") {
  using X = List<Tensor> const&;
  Shape const other[] = {picture,     channels(2),          Shape{}, image(1, 3, 4), image(2, 1, 1),
                         features(1), Shape{2, 3, 4, false}};
  for (Shape d : other) {
    CAPTURE(text(d).view());
    CAPTURE(d.batched);
    check("a + b", {picture, d}, [](X x) { return square(x[0] + x[1]); });
    check("a - b", {picture, d}, [](X x) { return square(x[0] - x[1]); });
    check("b - a", {picture, d}, [](X x) { return square(x[1] - x[0]); });
    check("a * b", {picture, d}, [](X x) { return x[0] * x[1]; });
    check("a / b", {picture, d}, [](X x) { return x[0] / (2 + x[1]); });
    check("b / a", {picture, d}, [](X x) { return x[1] / (2 + x[0]); });
    check("a > b ? a^2 : b^3", {picture, d},
          [](X x) { return select(x[0] > x[1], square(x[0]), x[1] * x[1] * x[1]); });
  }
  check("two that broadcast each other", {image(1, 3, 4), channels(3)},
        [](X x) { return x[0] * tanh(x[0] * x[1]); });
  check("with numbers", {picture}, [](X x) { return (1 - x[0]) * (x[0] - 3) / 2 + 1 / (x[0] + 4); });
  check("condition from an operand", {picture},
        [](X x) { return select(x[0] > 0.1, x[0] * x[0], 0.3) + select(x[0] < 0, 2.0, exp(x[0])); });
}

TEST_CASE("sums, means and broadcasts") {
  using X = List<Tensor> const&;
  for (Shape d : {channels(2), Shape{}, image(1, 3, 4), image(2, 1, 1), features(1), Shape{2, 3, 4, false}}) {
    CAPTURE(text(d).view());
    CAPTURE(d.batched);
    check("sum", {picture}, [d](X x) { return square(sum_to(x[0] * x[0], d)); });
    check("mean", {picture}, [d](X x) { return square(mean_to(x[0] * x[0], d)); });
    check("broadcast", {d}, [](X x) { return square(broadcast(x[0], picture)); });
  }
}

TEST_CASE("movement") {
  using X = List<Tensor> const&;
  check("concat", {picture, image(3, 3, 4)}, [](X x) { return square(concat(x[0], x[1])); });
  check("slice", {image(5, 2, 3)}, [](X x) { return square(slice(x[0], 1, 3)); });
  check("pad", {picture}, [](X x) { return exp(pad(x[0], 2, image(5, 3, 4))); });
  check("reshape", {features(6)}, [](X x) { return square(reshape(x[0], image(1, 2, 3))); });
  check("flatten", {picture}, [](X x) { return square(flatten(x[0])); });
  check("flatten one channel", {image(1, 2, 3)}, [](X x) { return square(flatten(x[0])); });
  check("unflatten", {features(12)}, [](X x) { return square(unflatten(x[0], image(2, 2, 3))); });
}

TEST_CASE("batches of other sizes") {
  using X = List<Tensor> const&;
  check("stack", {picture, picture.samples(2)},
        [](X x) { return square(stack(x[0], x[1])) * stack(x[1], exp(x[0])); });
  check("take_samples", {picture.samples(3)},
        [](X x) { return exp(take_samples(x[0], 1)) * take_samples(x[0], 2) + tanh(take_samples(x[0], 0)); });
  check("take_samples, two", {vector.samples(3)}, [](X x) { return exp(take_samples(x[0], 1, 2)); });
  check("mean over 2N", {picture.samples(2)}, [](X x) { return square(x[0] - mean_to(x[0], channels(2))); });
  check("two domains", {picture, picture.samples(1, 1), Shape{3, 9, 2, false}}, [](X x) {
    Tensor const a = conv(x[0], x[2], {3, 1, 1}), b = conv(x[1], x[2], {3, 1, 1});
    return a * mean_to(b, channels(3)) * (1 + mean(square(a))) * mean(exp(b));
  });
}

TEST_CASE("convolutions") {
  using X = List<Tensor> const&;
  struct {
    Window v;
    int h, w;
    int in = 2, out = 3;
  } const cases[] = {{{3, 1, 1}, 4, 3},
                     {{4, 2, 1}, 5, 4},
                     {{2, 3, 0}, 6, 5},
                     {{{3, 2, 1}, {1, 1, 0}}, 5, 3},
                     {{{1, 1, 0}, {4, 3, 2}}, 3, 5},
                     {{3, 1, 2, 2}, 4, 5},
                     {{{2, 1, 0, 3}, {3, 2, 1, 1}}, 5, 4},
                     {{3, 1, 1, 1, 2}, 3, 4, 4, 6},
                     {{2, 2, 0, 1, 4}, 4, 4, 4, 4}};
  for (auto const& c : cases) {
    Window const v = c.v;
    CAPTURE(v.places());
    CAPTURE(v.groups);
    Shape const in = image(c.in, c.h, c.w), out = image(c.out, convolved(c.h, v.y), convolved(c.w, v.x)),
                weight{c.out, v.places(), c.in / v.groups, false};
    check("conv", {in, weight}, [v](X x) { return tanh(conv(x[0], x[1], v)); });
    check("conv_data", {out, weight}, [v, in](X x) { return tanh(conv_data(x[0], x[1], v, in)); });
    check("conv_weight", {in, out}, [v, weight](X x) { return tanh(conv_weight(x[0], x[1], v, weight)); });
  }
}

TEST_CASE("one filter for all channels") {
  using X = List<Tensor> const&;
  Window const v{3, 2, 1, 1, 4};
  auto filter = [](Graph& g) { return g.table({1, 9, 1, false}, {1, 2, 3, 4, 5, 6, 7, 8, 9}); };
  check("conv", {image(4, 5, 4)}, [=](X x) { return tanh(0.1 * conv(x[0], filter(*x[0].graph), v)); });
  check("conv_data", {image(4, 3, 2)},
        [=](X x) { return tanh(0.1 * conv_data(x[0], filter(*x[0].graph), v, image(4, 5, 4))); });
}

TEST_CASE("parts of images, and images continued") {
  using X = List<Tensor> const&;
  check("crop", {image(2, 4, 5)}, [](X x) { return square(crop(x[0], 1, 2, 3, 2)); });
  check("zero_pad", {picture}, [](X x) { return exp(zero_pad(x[0], 1, 0, 2, 3)); });
  for (Border b : {Border::reflect, Border::replicate})
    check("extend", {picture}, [b](X x) { return square(extend(x[0], b, 2, 1, 1, 3)); });
}

TEST_CASE("maxima") {
  using X = List<Tensor> const&;
  check("max_pool", {image(2, 5, 6)}, [](X x) { return square(max_pool(x[0], {2, 2, 0})); });
  check("overlapping", {image(2, 5, 5)}, [](X x) { return square(max_pool(x[0], {3, 2, 1})); });
  check("reaching over", {image(2, 4, 6)}, [](X x) {
    return square(max_pool(x[0], {3, 2, 0}, Ends::reach_over));
  });
  check("max_of_channels", {image(5, 2, 3)}, [](X x) { return square(max_of_channels(x[0])); });
  check("softmax", {image(5, 2, 3)}, [](X x) { return softmax(3 * x[0]); });
  check("softmax of features", {features(4)}, [](X x) { return softmax(x[0] * x[0]); });
}

TEST_CASE("rows of a table") {
  Sheet s;
  Tensor const table = s.add_parameter({3, 1, 5, false}), index = s.add_input(features(1)),
               weight = s.add_input(features(3));
  std::vector<double>& which = s.leaf(index);
  for (std::size_t k = 0; k < which.size(); ++k) which[k] = double(4 * k % 5);
  Tensor const l = sum(square(take_row(table, index)) * weight);
  List<Tensor> const first = gradient(l, {table});
  test::compare(s, l, {table}, first);
  Tensor const z = sum(square(first[0]));
  test::compare(s, z, {table}, gradient(z, {table}));
  test::compare(s, z, {weight}, gradient(z, {weight}));
}

TEST_CASE("means over groups of samples") {
  for (int g : {1, 2, 4, 9}) {
    Sheet s;
    s.batch = 4;
    Tensor const x = s.add_input(picture);
    test::check_gradients(s, tanh(group_mean(x * x, g)), {x});
  }
}

TEST_CASE("products of a matrix for each sample, in all four transpositions") {
  using X = List<Tensor> const&;
  for (bool ta : {false, true})
    for (bool tb : {false, true}) {
      CAPTURE(ta);
      CAPTURE(tb);
      auto const matrix = [](int rows, int columns) { return image(columns, 1, rows); };
      check("product", {ta ? matrix(4, 2) : matrix(2, 4), tb ? matrix(5, 4) : matrix(4, 5)},
            [=](X x) { return tanh(product(x[0], x[1], ta, tb, matrix(2, 5))); });
    }
}

TEST_CASE("products, in all four transpositions") {
  using X = List<Tensor> const&;
  for (bool ta : {false, true})
    for (bool tb : {false, true}) {
      CAPTURE(ta);
      CAPTURE(tb);
      auto const matrix = [](int rows, int columns) { return Shape{columns, 1, rows, false}; };
      check("of matrices", {ta ? matrix(4, 2) : matrix(2, 4), tb ? matrix(5, 4) : matrix(4, 5)},
            [=](X x) { return tanh(matmul(x[0], x[1], ta, tb, matrix(2, 5))); });
      if (!ta)  // (N, 5) (5, 4)
        check("of a batch and a matrix", {vector, tb ? matrix(4, 5) : matrix(5, 4)},
              [=](X x) { return tanh(matmul(x[0], x[1], false, tb, features(4))); });
      if (ta)  // (N, 5)^T (N, 4)
        check("of two batches", {vector, features(4)},
              [=](X x) { return tanh(matmul(x[0], x[1], true, false, matrix(5, 4))); });
      if (!ta)  // an image is a row of the batch
        check("of a batch of images and a matrix", {image(2, 1, 3), tb ? matrix(4, 6) : matrix(6, 4)},
              [=](X x) { return tanh(matmul(x[0], x[1], false, tb, features(4))); });
    }
}

TEST_CASE("identities for the gradient") {
  Sheet s;
  Tensor const x = s.add_input(picture);
  Tensor const y = sum(x * stop_gradient(x * x));
  Tensor const d = gradient(y, {x})[0];
  Tensor const none = gradient(sum(stop_gradient(x)), {x})[0];
  s.run();
  for (std::size_t k = 0; k < s.of(x).size(); ++k) {
    CHECK(s.of(d)[k] == doctest::Approx(s.of(x)[k] * s.of(x)[k]));
    CHECK(s.of(none)[k] == 0);
  }
}

TEST_CASE("a stated gradient is taken in place of the derived one, and differentiated in its turn") {
  Sheet s;
  Tensor const x = s.add_input(vector);
  auto const rule = [](Tensor, Tensor dy, std::array<Tensor, 3> const& a, std::array<Tensor, 3>& da) {
    da[0] = dy * (a[0] * a[0] * a[0]);
  };
  Tensor const y = with_gradient(exp(x), {x}, rule);
  Tensor const first = gradient(sum(y), {x})[0], second = gradient(sum(first), {x})[0];
  s.run();
  for (std::size_t k = 0; k < s.of(x).size(); ++k) {
    double const v = s.of(x)[k];
    CHECK(s.of(y)[k] == doctest::Approx(std::exp(v)));
    CHECK(s.of(first)[k] == doctest::Approx(v * v * v));
    CHECK(s.of(second)[k] == doctest::Approx(3 * v * v));
  }
}

TEST_CASE("gradients of what does not depend are zero") {
  Sheet s;
  Tensor const x = s.add_input(vector), p = s.add_parameter(channels(4)), late = s.add_input(vector);
  List<Tensor> const d = gradient(sum(x * 2), {p, x});
  Tensor const e = gradient(sum(x), {late})[0];
  CHECK(d[0].shape() == channels(4));
  s.run();
  for (double v : s.of(d[0])) CHECK(v == 0);
  for (double v : s.of(d[1])) CHECK(v == 2);
  for (double v : s.of(e)) CHECK(v == 0);
}

TEST_CASE("a gradient penalty: the gradient of (|dy/dx| - 1)^2 by the parameters") {
  Sheet s;
  Shape const in = image(2, 5, 4);
  Window const v{3, 2, 1};
  Tensor const x = s.add_input(in), w1 = s.add_parameter({3, 9, 2, false}), b1 = s.add_parameter(channels(3)),
               w2 = s.add_parameter({1, 1, 18, false});
  Tensor const h = softplus(conv(x, w1, v) + b1);
  Tensor const y = matmul(h, w2, false, false, features(1));
  Tensor const d = gradient(sum(y), {x})[0];
  Tensor const length = sqrt(sum_to(square(d), features(1)));
  Tensor const penalty = mean(square(length - 1));
  test::compare(s, penalty, {x, w1, b1, w2}, gradient(penalty, {x, w1, b1, w2}));
}
