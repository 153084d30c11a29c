#include "support/layer_values.hpp"

using namespace agon;

/// tests/golden/layers.py
static test::Golden const golden("layers");
template <class Net, Shape In, Mode How = Mode::Train>
static void check(char const* name) {
  test::check_values<test::Derived<Net, In, How>>(golden, name);
}

template <class... L>
using One = Seq<L...>;  // parameters are called net.0.weight, ...

TEST_CASE("convolutions") {
  check<One<Conv<5, 3>>, Image<3, 7, 6>>("Conv<5,3>");
  check<One<Conv<20, 4, 2>>, Image<3, 9, 7>>("Conv<20,4,2>");
  check<One<Conv<6, 1>>, Image<5, 3, 4>>("Conv<6,1>");
  check<One<Conv<33, 3>>, Image<17, 5, 6>>("Conv<33,3>");
  check<One<Conv<4, 5, 3, 0>>, Image<2, 11, 9>>("Conv<4,5,3,0>");
  check<One<Conv<1, 4, 1, 0>>, Image<18, 4, 4>>("Conv<1,4,1,0>");
  check<One<Conv<16, 2, 3, 1>>, Image<4, 8, 7>>("Conv<16,2,3,1>");
  check<One<NoBias<Conv<8, 4, 2>>>, Image<1, 10, 13>>("NoBias<Conv<8,4,2>>");
}

TEST_CASE("transposed convolutions") {
  check<One<ConvTranspose<5, 4, 2>>, Image<3, 4, 5>>("ConvTranspose<5,4,2>");
  check<One<ConvTranspose<20, 3, 2>>, Image<6, 4, 3>>("ConvTranspose<20,3,2>");
  check<One<ConvTranspose<24, 4, 1, 0>>, Image<10, 1, 1>>("ConvTranspose<24,4,1,0>");
  check<One<ConvTranspose<1, 4, 2>>, Image<17, 5, 3>>("ConvTranspose<1,4,2>");
  check<One<ConvTranspose<3, 5, 3, 0>>, Image<4, 3, 2>>("ConvTranspose<3,5,3,0>");
  check<One<NoBias<ConvTranspose<16, 2, 2, 0>>>, Image<8, 3, 5>>("NoBias<ConvTranspose<16,2,2,0>>");
}

TEST_CASE("Linear, Flatten, Reshape") {
  check<One<Linear<7>>, Features<11>>("Linear<7>");
  check<One<Flatten, Linear<9>>, Image<5, 3, 4>>("Flatten, Linear<9>");
  check<One<Flatten, Tanh, Linear<1>>, Image<2, 3, 4>>("Flatten, Tanh, Linear<1>");
  check<One<Linear<24>, Reshape<2, 3, 4>>, Features<6>>("Linear<24>, Reshape<2,3,4>");
  check<One<Reshape<4, 3, 2>>, Image<2, 3, 4>>("Reshape<4,3,2>");
}

TEST_CASE("BatchNorm") {
  check<One<BatchNorm>, Image<5, 4, 3>>("BatchNorm, train");
  check<One<BatchNorm>, Image<5, 4, 3>, Mode::Eval>("BatchNorm, eval");
  check<One<BatchNorm>, Image<5, 4, 3>, Mode::BatchStatistics>("BatchNorm, batch statistics");
  check<One<NoBias<Conv<18, 3>>, BatchNorm, LeakyReLU<0.2>>, Image<3, 5, 5>>(
      "NoBias<Conv<18,3>>, BatchNorm, LeakyReLU<0.2>");
}

TEST_CASE("activations, Dropout, Skip, Residual") {
  check<One<LeakyReLU<0.2>>, Image<3, 4, 5>>("LeakyReLU<0.2>");
  check<One<ReLU>, Image<3, 4, 5>>("ReLU");
  check<One<Tanh>, Image<3, 4, 5>>("Tanh");
  check<One<Sigmoid>, Image<3, 4, 5>>("Sigmoid");
  check<One<Dropout<0.3>>, Image<5, 4, 5>>("Dropout<0.3>");
  check<One<Skip<Conv<6, 3>, ReLU>, Conv<2, 3>>, Image<4, 5, 4>>("Skip<Conv<6,3>, ReLU>");
  check<One<Residual<Conv<4, 3>, Tanh>, Conv<2, 1>>, Image<4, 5, 4>>("Residual<Conv<4,3>, Tanh>");
}

constexpr Tensor side_by_side(std::initializer_list<Tensor> x) {
  Tensor y = *x.begin();
  for (Tensor const* t = x.begin() + 1; t != x.end(); ++t) y = concat(y, *t);
  return y;
}

struct Unary {
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return side_by_side({-x, abs(x), x * sign(x), exp(x), log(x + 2), tanh(x), sigmoid(x), softplus(30 * x),
                         sqrt(x + 2), rsqrt(x + 2)});
  }
};

struct Binary {
  constexpr Tensor operator()(Scope&, Tensor x) const {
    Tensor const a = slice(x, 0, 2), b = slice(x, 2, 2), one = slice(x, 4, 1),
                 row = mean_to(a, image(2, 1, 1)), shared = mean_to(b, channels(2));
    return side_by_side({a + one, b - row, shared - a, a * one, a * shared, a / (b + 3),
                         broadcast(1 / (row + 2), a.shape()), select(a > one, b * b, one * row),
                         select(b < 0.1, a, 0.3)});
  }
};

struct Reduction {
  constexpr Tensor operator()(Scope&, Tensor x) const {
    Tensor const y = x * x;
    Shape const d = x.shape();
    return side_by_side({x * sum_to(y, features(1)), x * sum_to(y, channels(d.c)),
                         x * mean_to(y, image(1, d.h, d.w)), x * mean_to(y, {d.c, d.h, d.w, false}),
                         x * mean(y), x * sum_to(y, image(d.c, 1, 1))});
  }
};

struct Movement {
  constexpr Tensor operator()(Scope&, Tensor x) const {
    return concat(slice(x, 1, 3) * slice(x, 2, 3), pad(slice(x, 0, 2), 1, x.shape()) * x);
  }
};

TEST_CASE("what mathematics is written in") {
  check<Unary, Image<3, 4, 5>>("unary");
  check<Binary, Image<5, 3, 4>>("binary");
  check<Reduction, Image<4, 3, 5>>("reduction");
  check<Movement, Image<5, 3, 2>>("movement");
}
