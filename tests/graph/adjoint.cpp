#include <doctest/doctest.h>

#include "support/sheet.hpp"

using namespace agon;
using agon::test::Sheet;

/// <A x, y> == <x, A' y>, with A' stated by the caller and A' found by the gradient. Both get a further leaf.
static void check(Shape in, Shape out, Shape further, auto forward, auto adjoint) {
  Sheet s;
  Tensor const x = s.add_input(in), y = s.add_input(out);
  Tensor const w = further.batched ? s.add_input(further) : s.add_parameter(further);
  Tensor const ax = forward(x, w), ay = adjoint(y, w);
  REQUIRE(ax.shape() == out);
  REQUIRE(ay.shape() == in);
  Tensor const left = sum(ax * y), right = sum(x * ay), derived = sum(x * gradient(sum(ax * y), {x})[0]);
  REQUIRE(s.g.fault.view() == "");
  s.run();
  CHECK(s.of(left)[0] != 0);
  CHECK(s.of(right)[0] == doctest::Approx(s.of(left)[0]).epsilon(1e-12));
  CHECK(s.of(derived)[0] == doctest::Approx(s.of(left)[0]).epsilon(1e-12));
}

TEST_CASE("a convolution and its two adjoints") {
  for (int kernel : {1, 2, 3, 4, 5, 7})
    for (int stride : {1, 2, 3})
      for (int padding : {0, 1, 2, 3})
        for (auto [h, w] : {std::array{7, 7}, {8, 5}, {4, 9}}) {
          Window const v{kernel, stride, padding};
          if (convolved(h, v.y) == 0 || convolved(w, v.x) == 0) continue;
          CAPTURE(kernel);
          CAPTURE(stride);
          CAPTURE(padding);
          CAPTURE(h);
          CAPTURE(w);
          Shape const x = image(2, h, w), y = image(3, convolved(h, v.y), convolved(w, v.x)),
                      k{3, kernel * kernel, 2, false};
          check(
              x, y, k, [=](Tensor t, Tensor f) { return conv(t, f, v); },
              [=](Tensor t, Tensor f) { return conv_data(t, f, v, x); });
          check(
              k, y, x, [=](Tensor t, Tensor f) { return conv(f, t, v); },
              [=](Tensor t, Tensor f) { return conv_weight(f, t, v, k); });
        }
}

TEST_CASE("sum and broadcast") {
  for (Shape small :
       {Shape{}, channels(3), image(1, 4, 5), image(3, 1, 1), features(1), Shape{3, 4, 5, false}})
    check(
        image(3, 4, 5), small, {}, [=](Tensor t, Tensor) { return sum_to(t, small); },
        [](Tensor t, Tensor) { return broadcast(t, image(3, 4, 5)); });
}

TEST_CASE("samples of a stack, and what surrounds them") {
  Shape const one = image(2, 3, 4);
  for (int domain : {0, 1})
    for (int first : {0, 1, 2})
      for (int count : {1, 2}) {
        if (first + count > 3) continue;
        check(
            one.samples(3, domain), one.samples(count, domain), {},
            [=](Tensor t, Tensor) { return take_samples(t, first, count); },
            [=](Tensor t, Tensor) {
              Tensor y = t, none = 0 * take_samples(t, 0);
              for (int k = 0; k < first; ++k) y = stack(none, y);
              for (int k = first + count; k < 3; ++k) y = stack(y, none);
              return y;
            });
      }
}

TEST_CASE("concatenation and two slices") {
  Sheet s;
  Tensor const a = s.add_input(image(2, 3, 4)), b = s.add_input(image(3, 3, 4)),
               y = s.add_input(image(5, 3, 4));
  Tensor const left = sum(concat(a, b) * y), right = sum(a * slice(y, 0, 2)) + sum(b * slice(y, 2, 3));
  s.run();
  CHECK(s.of(left)[0] == doctest::Approx(s.of(right)[0]).epsilon(1e-12));
}

TEST_CASE("slice and pad") {
  for (int first : {0, 1, 3})
    check(
        image(5, 2, 3), image(2, 2, 3), {}, [=](Tensor t, Tensor) { return slice(t, first, 2); },
        [=](Tensor t, Tensor) { return pad(t, first, image(5, 2, 3)); });
}

TEST_CASE("convolutions with sides of their own, with gaps, and in groups") {
  for (Axis down : {Axis{3, 2, 1, 1}, {1, 1, 0, 1}, {2, 1, 1, 3}})
    for (Axis across : {Axis{4, 1, 2, 1}, {3, 3, 0, 2}})
      for (int groups : {1, 2, 4}) {
        Window const v{down, across, groups};
        Shape const x = image(4, 6, 7), y = image(8, convolved(6, down), convolved(7, across)),
                    k{8, v.places(), 4 / groups, false};
        check(
            x, y, k, [=](Tensor t, Tensor f) { return conv(t, f, v); },
            [=](Tensor t, Tensor f) { return conv_data(t, f, v, x); });
        check(
            k, y, x, [=](Tensor t, Tensor f) { return conv(f, t, v); },
            [=](Tensor t, Tensor f) { return conv_weight(f, t, v, k); });
      }
}

TEST_CASE("a part of an image, and an image with zeros around it") {
  check(
      image(3, 5, 6), image(3, 2, 3), {}, [](Tensor t, Tensor) { return crop(t, 2, 1, 2, 3); },
      [](Tensor t, Tensor) { return zero_pad(t, 2, 1, 1, 2); });
}

TEST_CASE("means over groups of samples are their own adjoint") {
  check(
      image(2, 3, 1), image(2, 3, 1), {}, [](Tensor t, Tensor) { return group_mean(t, 3); },
      [](Tensor t, Tensor) { return group_mean(t, 3); });
}

// By hand, of 1 2 3 4: reflected by two before and one behind, and continued by the border.
TEST_CASE("what continues an image") {
  Sheet s;
  s.batch = 1;
  Tensor const x = s.add_input(image(1, 1, 4)), reflected = extend(x, Border::reflect, 0, 2, 0, 1),
               replicated = extend(x, Border::replicate, 1, 2, 0, 1);
  s.leaf(x) = {1, 2, 3, 4};
  s.run();
  CHECK(s.of(reflected) == std::vector<double>{3, 2, 1, 2, 3, 4, 3});
  CHECK(s.of(replicated) == std::vector<double>{1, 1, 1, 2, 3, 4, 4, 1, 1, 1, 2, 3, 4, 4});
}

// By hand: PyTorch's max_pool2d of 0..24 in rows of five, kernel 3, stride 2, ceil_mode: the windows begin at
// 0, 2, and none at 4, for 3 + 2 reaches the end; of four columns a second window reaches over.
TEST_CASE("windows of maxima") {
  Sheet s;
  s.batch = 1;
  Tensor const x = s.add_input(image(1, 5, 5)), even = max_pool(x, {3, 2, 0}, Ends::reach_over);
  Tensor const narrow = max_pool(crop(x, 0, 0, 4, 4), {3, 2, 0}, Ends::reach_over);
  for (std::size_t k = 0; k < 25; ++k) s.leaf(x)[k] = double(k);
  s.run();
  CHECK(s.of(even) == std::vector<double>{12, 14, 22, 24});
  CHECK(s.of(narrow) == std::vector<double>{12, 13, 17, 18});
}

// Samples 0 1 2 3 in groups of two: those two apart.
TEST_CASE("the samples of a group are N / G apart") {
  Sheet s;
  s.batch = 4;
  Tensor const x = s.add_input(features(1)), y = group_mean(x, 2), all = group_mean(x, 9);
  s.leaf(x) = {0, 1, 10, 101};
  s.run();
  CHECK(s.of(y) == std::vector<double>{5, 51, 5, 51});
  CHECK(s.of(all) == std::vector<double>{28, 28, 28, 28});
}

TEST_CASE("flatten and unflatten are each other's adjoint and inverse") {
  for (Shape d : {image(3, 4, 5), image(1, 4, 5), image(3, 1, 5), image(7, 1, 1)}) {
    Shape const flat = features(int(d.size()));
    check(
        d, flat, {}, [](Tensor t, Tensor) { return flatten(t); },
        [=](Tensor t, Tensor) { return unflatten(t, d); });
    check(
        flat, d, {}, [=](Tensor t, Tensor) { return unflatten(t, d); },
        [](Tensor t, Tensor) { return flatten(t); });
    Sheet s;
    Tensor const x = s.add_input(d), back = unflatten(flatten(x), d);
    s.run();
    CHECK(s.of(back) == s.of(x));
  }
}

TEST_CASE("flatten counts channels first, as PyTorch does") {
  Sheet s;
  s.batch = 2;
  Tensor const x = s.add_input(image(3, 2, 2)), y = flatten(x);
  std::vector<double> last, first;  // channels last and first: 100 c + 10 row + column, 1000 for the sample
  for (int n = 0; n < 2; ++n)
    for (int h = 0; h < 2; ++h)
      for (int w = 0; w < 2; ++w)
        for (int c = 0; c < 3; ++c) last.push_back(1000 * n + 100 * c + 10 * h + w);
  for (int n = 0; n < 2; ++n)
    for (int c = 0; c < 3; ++c)
      for (int h = 0; h < 2; ++h)
        for (int w = 0; w < 2; ++w) first.push_back(1000 * n + 100 * c + 10 * h + w);
  s.leaf(x) = last;
  s.run();
  CHECK(s.of(y) == first);
}

TEST_CASE("a product and its adjoints, in all four transpositions") {
  auto const matrix = [](int rows, int columns) { return Shape{columns, 1, rows, false}; };
  for (bool ta : {false, true})
    for (bool tb : {false, true}) {
      Shape const a = ta ? matrix(4, 2) : matrix(2, 4), b = tb ? matrix(5, 4) : matrix(4, 5),
                  y = matrix(2, 5);
      check(
          a, y, b, [=](Tensor t, Tensor f) { return matmul(t, f, ta, tb, y); },
          [=](Tensor t, Tensor f) { return ta ? matmul(f, t, tb, true, a) : matmul(t, f, false, !tb, a); });
      check(
          b, y, a, [=](Tensor t, Tensor f) { return matmul(f, t, ta, tb, y); },
          [=](Tensor t, Tensor f) { return tb ? matmul(t, f, true, ta, b) : matmul(f, t, !ta, false, b); });
    }
}

// By hand: a 3x3 image 1..9, the kernel (1 2; 3 4), stride 1, no padding; element (row, column) of the result
// is x[r][c] + 2 x[r][c+1] + 3 x[r+1][c] + 4 x[r+1][c+1].
TEST_CASE("a convolution correlates, as PyTorch's does") {
  Sheet s;
  s.batch = 1;
  Window const v{2, 1, 0};
  Tensor const x = s.add_input(image(1, 3, 3)), w = s.add_parameter({1, 4, 1, false}), y = conv(x, w, v);
  Tensor const up = conv_data(y, w, v, image(1, 3, 3));
  s.leaf(x) = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  s.leaf(w) = {1, 2, 3, 4};
  s.run();
  CHECK(s.of(y) == std::vector<double>{37, 47, 67, 77});
  CHECK(s.of(up) == std::vector<double>{37, 121, 94, 178, 500, 342, 201, 499, 308});
}
