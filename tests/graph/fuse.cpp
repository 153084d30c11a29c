#include <doctest/doctest.h>
#include <string>

#include <agon/graph/compile.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/layers.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/descend.hpp>

#include "support/machine.hpp"

using namespace agon;

/// How many groups, with a convolution or product at their head and without.
struct Groups {
  int dense = 0, plain = 0;
  constexpr bool operator==(Groups const&) const = default;
};
static constexpr Groups groups(auto write) {
  Graph g;
  g.keep("y", write(g, g.add_input("x", image(8, 6, 6))));
  Graph const s = simplify(g);
  Groups n;
  for (Group const& q : fuse(s).group) (q.head >= 0 ? n.dense : n.plain)++;
  return n;
}
template <class Net>
static constexpr Groups of(Mode mode = Mode::Train) {
  return groups([=](Graph&, Tensor x) {
    Weights w{.name = ""};
    return apply<Net>(w, x, {.mode = mode});
  });
}

// ---- a chain of element-wise operations is one pass ----
static_assert(groups([](Graph&, Tensor x) { return tanh(exp(x * 2 + 1) - abs(x)); }) == Groups{0, 1});
static_assert(groups([](Graph& g, Tensor x) {
                return sigmoid(x * g.add_slot({.shape = channels(8)}) - sum_to(x, features(1)));
              }) == Groups{0, 2});
// A sum rides with the pass that makes its operand, and several sums of one value share a pass.
static_assert(groups([](Graph&, Tensor x) { return sum(exp(x)); }) == Groups{0, 1});
static_assert(groups([](Graph&, Tensor x) { return mean(x) + mean(x * x) + mean(abs(x)); }) == Groups{0, 2},
              "one over the picture, one for the answer");

// ---- bias, dropout and activation are the epilogue of their convolution ----
static_assert(of<Conv<8, 3>>() == Groups{1, 0});
static_assert(of<Seq<Conv<8, 3>, LeakyReLU<0.2>>>() == Groups{1, 0});
static_assert(of<Seq<Conv<8, 3>, Dropout<0.5>, Tanh>>() == Groups{1, 0});
static_assert(of<Seq<Flatten, Linear<4>, Sigmoid>>() == Groups{1, 0},
              "Flatten permutes the weight and costs nothing");
static_assert(of<Seq<Conv<8, 3>, ReLU, Conv<8, 3>, ReLU, Conv<8, 3>, ReLU>>() == Groups{3, 0});
// Batch norm in Eval is two numbers a channel: made once, for the epilogue.
static_assert(of<Seq<Conv<8, 3>, BatchNorm, ReLU>>(Mode::Eval).dense == 1);
static_assert(of<Seq<Conv<8, 3>, BatchNorm, ReLU>>(Mode::Eval).plain <= 2);
// In Train the moments ride in the convolution; one pass over the picture applies them; between the two,
// numbers of channels.
static_assert(of<Seq<Conv<8, 3>, BatchNorm, LeakyReLU<0.2>>>().dense == 1);
static_assert(of<Seq<Conv<8, 3>, BatchNorm, LeakyReLU<0.2>>>().plain <= 3);

/// Why a graph is refused, or nothing.
static std::string refused(test::Sheet const& s) {
  try {
    Drafted const d(s.g);
  } catch (char const* why) {
    return why;
  }
  return {};
}

TEST_CASE("a costly operation does not join the pass whose sum it reads: tanh of a softmax") {
  test::Sheet s;
  Tensor const e = exp(s.add_input(image(3, 4, 4)));
  s.g.keep("y", tanh(e / sum_to(e, image(1, 4, 4))));
  s.g.keep("z", tanh(e / sum(e)));
  CHECK(test::keeps_meaning(s));
}

TEST_CASE("a draw that a convolution reads is stored, and lives until its last reader") {
  test::Sheet s;
  Tensor const noise = s.g.random(Distribution::normal, image(2, 4, 4), "noise");
  Tensor const y = conv(noise, s.add_parameter({3, 9, 2, false}), {3, 1, 1});
  s.g.keep("y", tanh(y));
  s.g.keep("sum",
           sum(noise * noise) + sum(exp(conv(y, s.add_parameter({2, 9, 3, false}), {3, 1, 1}) * noise)));
  CHECK(test::keeps_meaning(s));
}

TEST_CASE("reads of the old and of the new version stay apart") {
  test::Sheet s;
  Tensor const x = s.add_input(image(2, 3, 3)), p = s.add_parameter(channels(2));
  Tensor const before = x * p, next = update(p, p * 0.5 + mean_to(x, channels(2))), after = x * next;
  s.g.keep("before", tanh(before));
  s.g.keep("after", tanh(after));
  s.g.keep("difference", sum(square(before - after)));
  Tensor const last = update(next, next - 1);
  s.g.keep("last", last);
  CHECK(test::keeps_meaning(s));
}

TEST_CASE("another shape of a parameter is the parameter: it is read before the update") {
  test::Sheet s;
  Tensor const x = s.add_input(image(2, 3, 4)), p = s.add_parameter({2, 3, 4, false});
  Tensor const flat = reshape(p, channels(24));
  Tensor const y = reshape(x, features(24)) * flat, norm = rsqrt(sum(square(flat)));
  update(p, p * 0.9 - norm * p);
  s.g.keep("y", tanh(y));
  CHECK(test::keeps_meaning(s));
}

TEST_CASE("an old version that is read after its update is refused") {
  char const* const why = "update: an old version is read after it was replaced";
  test::Sheet s;
  Tensor const x = s.add_input(features(2)), p = s.add_parameter(channels(2));
  update(p, p * 0.5);
  s.g.keep("y", x * p);
  CHECK(refused(s) == why);

  test::Sheet kept;
  Tensor const q = kept.add_parameter(channels(2));
  kept.g.keep("old", q);
  update(q, q * 0.5);
  CHECK(refused(kept) == why);

  test::Sheet reshaped;
  Tensor const r = reshaped.add_parameter({2, 3, 1, false}), flat = reshape(r, channels(6));
  update(r, r * 0.5);
  reshaped.g.keep("y", reshaped.add_input(features(6)) * flat);
  CHECK(refused(reshaped) == why);
}

TEST_CASE("two uses of a network around its own Adam step, with batch norm and dropout") {
  using D = Seq<Conv<4, 4, 2>, BatchNorm, LeakyReLU<0.2>, Dropout<0.5>, Flatten, Linear<1>>;
  test::Sheet s;
  s.batch = 2;
  Weights w{.name = "D"};
  Tensor const real = s.add_input(image(2, 4, 4)), fake = s.add_input(image(2, 4, 4));
  Tensor const a = apply<D>(w, real), b = apply<D>(w, fake);
  Tensor const l = mean(softplus(-a)) + mean(softplus(b));
  descend<Adam>(w, l);
  Tensor const c = apply<D>(w, fake);
  s.g.keep("loss", l);
  s.g.keep("after", mean(softplus(-c)));
  s.g.keep("gradient", gradient(mean(softplus(-c)), {fake})[0]);
  CHECK(test::keeps_meaning(s));
}

TEST_CASE("a gradient penalty with its step") {
  using Critic = Seq<Conv<4, 3, 2>, LeakyReLU<0.2>, Conv<4, 3, 2>, Tanh, Flatten, Linear<1>>;
  test::Sheet s;
  Weights w{.name = "D"};
  Tensor const x = s.add_input(image(2, 5, 5)), y = apply<Critic>(w, x);
  Tensor const d = gradient(sum(y), {x})[0], length = sqrt(sum_to(square(d), features(1)) + 1e-6);
  Tensor const l = mean(y) + 10 * mean(square(length - 1));
  descend<Adam>(w, l);
  s.g.keep("loss", l);
  CHECK(test::keeps_meaning(s));
}
