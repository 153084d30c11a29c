#include <agon/layer/layers.hpp>

#include "support/finite_differences.hpp"

using namespace agon;
using agon::test::Sheet;

/// Checks Net, used as `use`, on samples of shape `in`: gradients by its input and its parameters.
template <class Net>
static void check(char const* name, Shape in, Use use = {}, long batch = 3) {
  INFO(name);
  Sheet s;
  s.batch = batch;
  Weights w{.name = ""};
  Tensor const x = s.add_input(in), y = apply<Net>(w, x, use);
  REQUIRE(s.g.fault.view() == "");
  List<Tensor> leaves{x};
  for (std::size_t i = 0; i < s.g.slot.size(); ++i)  // the first versions
    if (s.g.slot[i].role == Role::parameter)
      for (Node const& n : s.g.node)
        if (n.op == Op::slot && n.index == int(i)) leaves.push_back({&s.g, int(&n - s.g.node.data())});
  test::check_gradients(s, y, leaves);
}

TEST_CASE("activations") {
  check<LeakyReLU<0.2>>("LeakyReLU<0.2>", image(2, 3, 3));
  check<LeakyReLU<0>>("LeakyReLU<0>", image(2, 3, 3));
  check<ReLU>("ReLU", image(2, 3, 3));
  check<Tanh>("Tanh", image(2, 3, 3));
  check<Sigmoid>("Sigmoid", image(2, 3, 3));
}

TEST_CASE("convolutions") {
  check<Conv<3, 4, 2>>("Conv<3,4,2>", image(2, 5, 6));
  check<Conv<2, 3>>("Conv<2,3>", image(2, 4, 3));
  check<ConvTranspose<2, 4, 2>>("ConvTranspose<2,4,2>", image(3, 2, 3));
  check<ConvTranspose<3, 4, 1, 0>>("ConvTranspose<3,4,1,0>", features(4));
  check<NoBias<Conv<2, 3, 2>>>("NoBias<Conv<2,3,2>>", image(2, 5, 4));
  check<Seq<Conv<2, 3>, Tanh, ConvTranspose<2, 4, 2>, Tanh>>(
      "Seq<Conv<2,3>, Tanh, ConvTranspose<2,4,2>, Tanh>", image(2, 3, 3));
}

TEST_CASE("features") {
  check<Linear<4>>("Linear<4>", features(3));
  check<Seq<Flatten, Linear<3>>>("Seq<Flatten, Linear<3>>", image(2, 3, 2));
  check<Seq<Linear<12>, Tanh, Reshape<3, 2, 2>, Conv<1, 2>>>(
      "Seq<Linear<12>, Tanh, Reshape<3,2,2>, Conv<1,2>>", features(3));
  check<Flatten>("Flatten", image(2, 3, 2));
  check<Reshape<2, 2, 3>>("Reshape<2,2,3>", features(12));
}

TEST_CASE("BatchNorm in all modes") {
  for (Mode m : {Mode::Train, Mode::Eval, Mode::BatchStatistics}) {
    check<BatchNorm>("BatchNorm", image(2, 3, 2), {.mode = m});
    check<BatchNorm>("BatchNorm of features", features(3), {.mode = m}, 4);
    check<Seq<Conv<2, 3>, BatchNorm, LeakyReLU<0.2>, Conv<1, 3>>>(
        "Seq<Conv<2,3>, BatchNorm, LeakyReLU<0.2>, Conv<1,3>>", image(2, 3, 3), {.mode = m});
  }
}

TEST_CASE("Dropout in all modes") {
  for (Mode m : {Mode::Train, Mode::Eval, Mode::BatchStatistics}) {
    check<Dropout<0.5>>("Dropout<0.5>", image(2, 3, 3), {.mode = m});
    check<Seq<Linear<5>, Tanh, Dropout<0.3>, Linear<1>>>("Seq<Linear<5>, Tanh, Dropout<0.3>, Linear<1>>",
                                                         features(3), {.mode = m});
  }
}

TEST_CASE("Skip, Residual and Named") {
  check<Skip<Conv<2, 3>, Tanh>>("Skip<Conv<2,3>, Tanh>", image(2, 3, 3));
  check<Residual<Conv<2, 3>, Tanh>>("Residual<Conv<2,3>, Tanh>", image(2, 3, 3));
  check<Named<"a", Linear<2>>>("Named<a, Linear<2>>", features(3));
  check<Seq<Conv<2, 4, 2>, Skip<LeakyReLU<0.2>, Conv<3, 4, 2>, ReLU, ConvTranspose<2, 4, 2>, BatchNorm>, ReLU,
            ConvTranspose<1, 4, 2>, Tanh>>("a small U", image(1, 4, 4), {}, 2);
}

TEST_CASE("a critic's gradient penalty, by all its parameters") {
  using Critic = Seq<Conv<2, 3, 2>, LeakyReLU<0.2>, Conv<3, 3, 2>, Tanh, Flatten, Linear<1>>;
  Sheet s;
  Weights w{.name = ""};
  Tensor const x = s.add_input(image(1, 6, 6)), y = apply<Critic>(w, x);
  Tensor const d = gradient(sum(y), {x})[0], length = sqrt(sum_to(square(d), features(1)) + 1e-6);
  Tensor const penalty = mean(square(length - 1));
  List<Tensor> const p = w.trainable();
  test::compare(s, penalty, p, gradient(penalty, p));
}
