#include <agon/layer/layers.hpp>

#include "support/finite_differences.hpp"

using namespace agon;
using agon::test::Sheet;

/// A value beside the input of a network; classes are whole numbers below 3.
struct Beside {
  char const* name;
  Shape shape;
};

/// The parameters of a sheet, as the networks in it first read them.
static List<Tensor> parameters(Sheet& s) {
  List<Tensor> r;
  for (std::size_t i = 0; i < s.g.slot.size(); ++i)
    if (s.g.slot[i].role == Role::parameter)
      for (Node const& n : s.g.node)
        if (n.op == Op::slot && n.index == int(i)) r.push_back({&s.g, int(&n - s.g.node.data())});
  return r;
}
/// Fills a value with whole numbers from 0 to 2.
static void make_classes(Sheet& s, Tensor label) {
  auto& numbers = s.leaf(label);
  for (std::size_t k = 0; k < numbers.size(); ++k) numbers[k] = double((2 * k + 1) % 3);
}

/// Checks Net, used as `use`, on samples of shape `in` with values beside them: gradients of first and second
/// order by its input, those values other than "label", and its parameters.
template <class Net>
static void check(char const* name, Shape in, List<Beside> const& beside = {}, long batch = 3, Use use = {}) {
  INFO(name);
  Sheet s;
  s.batch = batch;
  Weights w{.name = ""};
  Wires wires;
  Tensor const x = s.add_input(in);
  List<Tensor> leaves{x};
  for (Beside const& b : beside) {
    Tensor const t = s.add_input(b.shape);
    wires.set(b.name, t);
    if (b.name != std::string_view("label"))
      leaves.push_back(t);
    else
      make_classes(s, t);
  }
  Tensor const y = apply<Net>(w, x, use, wires);
  REQUIRE(s.g.fault.view() == "");
  for (Tensor p : parameters(s)) leaves.push_back(p);
  test::check_gradients(s, y, leaves);
}
/// The class of each sample.
static Beside const label{"label", features(1)};

TEST_CASE("activations") {
  check<PReLU<>>("PReLU", image(2, 3, 3));
  check<PReLU<Slopes::each_channel>>("PReLU, each channel", image(2, 3, 3));
  check<ELU<>>("ELU<1>", image(2, 3, 3));
  check<ELU<0.3>>("ELU<0.3>", image(2, 3, 3));
  check<SiLU>("SiLU", image(2, 3, 3));
  check<Softplus>("Softplus", image(2, 3, 3));
  check<Softmax>("Softmax", image(3, 2, 2));
  check<Softmax>("Softmax of features", features(4));
  check<GLU>("GLU", image(4, 2, 2));
  check<Times<-1.5>>("Times<-1.5>", image(2, 3, 3));
}

TEST_CASE("normalisations of a sample by itself") {
  check<InstanceNorm>("InstanceNorm", image(2, 3, 3));
  check<InstanceNormWith<Affine::yes>>("InstanceNorm, affine", image(2, 3, 3));
  check<LayerNorm>("LayerNorm", image(2, 3, 2));
  check<LayerNorm>("LayerNorm of features", features(5));
  check<LayerNormWith<Affine::no>>("LayerNorm, plain", image(2, 3, 2));
  check<GroupNorm<2>>("GroupNorm<2>", image(4, 2, 3));
  check<GroupNorm<3, Affine::no>>("GroupNorm<3>, plain", image(3, 2, 3));
  check<PixelNorm>("PixelNorm", image(3, 2, 2));
  check<LocalResponseNorm<3, 1, 0.5, 0.5>>("LocalResponseNorm<3,1,0.5,0.5>", image(4, 2, 2));
  check<LocalResponseNorm<5, 2, 0.1, 0.75>>("LocalResponseNorm<5,2,0.1,0.75>", image(3, 2, 2));
}

TEST_CASE("batch normalisations in all modes") {
  for (Mode m : {Mode::Train, Mode::Eval, Mode::BatchStatistics}) {
    check<PlainBatchNorm>("PlainBatchNorm", image(2, 3, 2), {}, 3, {.mode = m});
    check<ConditionalBatchNorm<"label", 3>>("ConditionalBatchNorm", image(2, 2, 2), {label}, 4, {.mode = m});
    check<LinearBatchNorm<"v">>("LinearBatchNorm", image(2, 2, 2), {{"v", features(3)}}, 3, {.mode = m});
  }
  check<Seq<Conv<2, 3>, PlainBatchNorm, Tanh, Conv<1, 3>>>("Seq<Conv<2,3>, PlainBatchNorm, Tanh, Conv<1,3>>",
                                                           image(2, 3, 3));
}

TEST_CASE("pooling") {
  check<MaxPool<2>>("MaxPool<2>", image(2, 4, 4));
  check<MaxPool<3, 2, 1>>("MaxPool<3,2,1>", image(2, 4, 5));
  check<MaxPool<3, 1>>("MaxPool<3,1>", image(2, 4, 4));
  check<MaxPool<3, 2, 0, Ends::reach_over>>("MaxPool<3,2,0>, reaching over", image(2, 4, 4));
  check<AvgPool<2>>("AvgPool<2>", image(2, 4, 4));
  check<AvgPool<3, 2, 1>>("AvgPool<3,2,1>", image(2, 4, 5));
  check<GlobalSum>("GlobalSum", image(2, 3, 2));
  check<GlobalMean>("GlobalMean", image(2, 3, 2));
  check<Seq<Conv<2, 3>, MaxPool<2>, Tanh>>("Seq<Conv<2,3>, MaxPool<2>, Tanh>", image(2, 4, 4));
}

TEST_CASE("resampling and borders, before a square") {
  using Square = Seq<GLU>;  // of two halves: the second order is not nothing
  check<Seq<Upsample<2>, Square>>("Upsample<2>", image(2, 2, 3));
  check<Seq<UpsampleBilinear<2>, Square>>("UpsampleBilinear<2>", image(2, 2, 3), {}, 2);
  check<Seq<UpsampleBilinear<3>, Square>>("UpsampleBilinear<3>", image(2, 2, 2), {}, 2);
  check<Seq<Blur, Square>>("Blur", image(2, 3, 3));
  check<Seq<ZeroPad<1, 0, 2, 1>, Square>>("ZeroPad<1,0,2,1>", image(2, 2, 3));
  check<Seq<ReflectPad<1, 2, 2, 0>, Square>>("ReflectPad<1,2,2,0>", image(2, 3, 3));
  check<Seq<ReplicatePad<1, 0, 2, 3>, Square>>("ReplicatePad<1,0,2,3>", image(2, 2, 3));
  check<Seq<Crop<2, 2, 1, 0>, Square>>("Crop<2,2,1,0>", image(2, 3, 3));
}

TEST_CASE("windows") {
  check<WindowConv<3, Window{{.kernel = 1}, {.kernel = 5, .padding = 2}}>>("WindowConv", image(2, 3, 4));
  check<WindowConv<2, Window{{.kernel = 3, .stride = 2, .padding = 1}, {.kernel = 2}}>>("WindowConv, strided",
                                                                                        image(2, 5, 3));
  check<WindowConvTranspose<2, Window{{.kernel = 3, .padding = 1}, {.kernel = 4, .stride = 2}}>>(
      "WindowConvTranspose", image(2, 2, 3));
  check<GroupConv<4, 2, 3>>("GroupConv<4,2,3>", image(4, 3, 3), {}, 2);
  check<DepthwiseConv<3, 2>>("DepthwiseConv<3,2>", image(3, 4, 3));
  check<DilatedConv<2, 3, 2>>("DilatedConv<2,3,2>", image(2, 4, 4));
  check<ConvTranspose<2, 3, 2, 1, 1>>("ConvTranspose<2,3,2,1,1>", image(2, 2, 3));
  check<SameConv<2, 4, 1>>("SameConv<2,4,1>", image(2, 3, 4));
  check<SameConv<2, 3, 2>>("SameConv<2,3,2>", image(2, 4, 3));
  check<SameConvTranspose<2, 5, 2>>("SameConvTranspose<2,5,2>", image(2, 2, 3));
}

TEST_CASE("attention") {
  check<SelfAttention>("SelfAttention", image(8, 2, 4), {}, 2);
  check<PaperSelfAttention>("PaperSelfAttention", image(8, 2, 2), {}, 2);
}

TEST_CASE("maxout") {
  check<Maxout<3, 2>>("Maxout<3,2>", features(4));
  check<ConvMaxout<2, 3, 3>>("ConvMaxout<2,3,3>", image(2, 3, 3));
}

TEST_CASE("residuals") {
  check<ResidualWith<Conv<3, 1>, Tanh, Conv<3, 3>>>("ResidualWith<Conv<3,1>, Tanh, Conv<3,3>>",
                                                    image(2, 3, 3));
  check<ResidualWith<AvgPool<2>, Conv<2, 4, 2>, SiLU>>("ResidualWith<AvgPool<2>, Conv<2,4,2>, SiLU>",
                                                       image(2, 4, 4));
}

TEST_CASE("equalised weights") {
  check<Equalized<Conv<2, 3>, LeakyReLU<0.2>, ConvTranspose<2, 4, 2>>>(
      "Equalized<Conv<2,3>, LeakyReLU<0.2>, ConvTranspose<2,4,2>>", image(2, 3, 3), {}, 2);
  check<EqualizedWith<1, 0.5, Linear<3>, Tanh, Linear<2>>>(
      "EqualizedWith<1, 0.5, Linear<3>, Tanh, Linear<2>>", features(3));
}

TEST_CASE("classes and values beside") {
  check<From<"label", Embedding<3, 4>, Tanh>>("From<label, Embedding<3,4>, Tanh>", features(2), {label}, 4);
  check<Seq<From<"label", OneHot<3>>, Linear<2>, Tanh>>("From<label, OneHot<3>>", features(2), {label}, 4);
  check<Projection<"label", 3>>("Projection<label,3>", features(4), {label}, 4);
  check<Seq<With<"v", Linear<2>, Tanh>, Conv<2, 3>, Tanh>>("With<v, Linear<2>, Tanh>", image(2, 2, 3),
                                                           {{"v", features(3)}});
  check<Seq<With<"v">, GLU>>("With<v>", image(2, 2, 3), {{"v", image(2, 2, 3)}});
  check<AdaIN<"w">>("AdaIN<w>", image(2, 3, 2), {{"w", features(3)}});
  check<Seq<Let<"h", Linear<4>, Tanh>, Linear<3>, With<"h", SiLU>, Linear<2>>>("Let<h>, With<h>",
                                                                               features(3));
  check<Seq<Let<"h", Linear<4>>, Linear<3>, From<"h", Tanh>>>("Let<h>, From<h>", features(3));
}

TEST_CASE("styles and progressive networks") {
  check<LearnedConstant<2, 2, 3>>("LearnedConstant<2,2,3>", features(2));
  check<Seq<LearnedConstant<2, 2, 2>, AdaIN<"w">>>("LearnedConstant, AdaIN", features(2),
                                                   {{"w", features(3)}});
  check<Seq<UntiedBias, Tanh, Bias, SiLU>>("UntiedBias, Bias", image(2, 2, 3));
  check<Seq<AddNoise, Tanh>>("AddNoise", image(2, 3, 3));
  check<MinibatchStddev<2>>("MinibatchStddev<2>", image(2, 2, 2), {}, 4);
  check<MinibatchStddev<4>>("MinibatchStddev<4>", image(2, 2, 2), {}, 4);
  check<MinibatchStddev<4>>("MinibatchStddev<4>, a smaller batch", image(2, 2, 2), {}, 3);
  check<Fade<"t", Seq<Conv<2, 3>, Tanh>, SiLU>>("Fade<t>", image(2, 3, 3));  // half of each
  check<ConditioningAugmentation<3>>("ConditioningAugmentation<3>", features(4));
  check<GatedConditioningAugmentation<2>>("GatedConditioningAugmentation<2>", features(4));
}

/// The gradient of what steps would compute: in a spectral norm the vectors are constants, which differences
/// cannot hold fast. So they are made to hold: with u and v at the singular vectors themselves the largest
/// singular value changes with W as u W v does, and the first order agrees.
TEST_CASE("spectral norm, at its singular vectors") {
  Sheet s;
  Weights w{.name = ""};
  Tensor const x = s.add_input(features(4)), y = apply<SpectralNorm<Linear<3>>>(w, x);
  REQUIRE(s.g.fault.view() == "");
  List<Tensor> leaves = parameters(s);
  leaves.push_back(x);
  Tensor const l = sum(tanh(y) * s.add_input(y.shape()));
  List<Tensor> const d = gradient(l, leaves);
  for (int k = 0; k < 2000; ++k) {  // steps of the power method
    s.run();
    s.slot = s.after;
  }
  test::compare(s, l, leaves, d);
}

/// W / (u W v) with u and v given from outside.
struct Spectral {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const w = s.parameter("weight", Slot{.layout = Layout::matrix, .shape = {3, 1, 4, false}}),
                 u = s.wire("u", x), v = s.wire("v", x);
    return matmul(x, w / sum(u * matmul(v, w, false, false, channels(3))), false, false, features(3));
  }
};
TEST_CASE("spectral norm, with its vectors as constants: both orders are those of u W v") {
  // u' = unit(W v), v = unit(u W)
  Sheet s;
  Weights w{.name = ""};
  Wires wires;
  Tensor const x = s.add_input(features(4)), y = apply<SpectralNorm<NoBias<Linear<3>>>>(w, x);
  REQUIRE(w.current.size() == 2);
  auto index = [&](Role r) { return s.g.slot[0].role == r ? 0u : 1u; };
  Tensor const dy = s.add_input(y.shape());
  auto both = [&](Tensor value, Tensor weight) {
    Tensor const l = sum(tanh(value) * dy), first = gradient(l, {weight})[0];
    return List<Tensor>{value, first, gradient(sum(square(first)), {weight})[0]};
  };
  List<Tensor> const found = both(y, w.trainable()[0]);
  s.run();
  std::vector<std::vector<double>> values;
  for (Tensor t : found) values.push_back(s.of(t));
  std::vector<double> const matrix = s.slot[index(Role::parameter)], u = s.slot[index(Role::statistic)],
                            after = s.after[index(Role::statistic)];

  std::vector<double> v(4);  // memory holds (in, out)
  double length = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t o = 0; o < 3; ++o) v[i] += u[o] * matrix[i * 3 + o];
    length += v[i] * v[i];
  }
  for (double& k : v) k /= std::sqrt(length);
  Sheet t;
  Weights plain{.name = ""};
  Tensor const tx = t.add_input(features(4)), tdy = t.add_input(features(3));
  Tensor const left = t.g.add_slot({.role = Role::statistic, .shape = channels(3)}),
               right = t.g.add_slot({.role = Role::statistic, .shape = channels(4)});
  wires.set("u", left).set("v", right);
  Tensor const ty = apply<Spectral>(plain, tx, {}, wires);
  REQUIRE(t.g.fault.view() == "");
  Tensor const tw = plain.trainable()[0], l = sum(tanh(ty) * tdy), first = gradient(l, {tw})[0],
               z = sum(square(first)), second = gradient(z, {tw})[0];
  t.leaf(tx) = s.leaf(x);
  t.leaf(tdy) = s.leaf(dy);
  t.leaf(left) = after;
  t.leaf(right) = v;
  t.leaf(tw) = matrix;
  t.run();
  List<Tensor> const expected{ty, first, second};
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t i = 0; i < values[k].size(); ++i)
      CHECK(values[k][i] == doctest::Approx(t.of(expected[k])[i]).epsilon(1e-10));
  test::compare(t, l, {tw}, {first});
  test::compare(t, z, {tw}, {second});
}

TEST_CASE("Fade's two ends") {
  for (double t : {0.0, 0.25, 1.0}) {
    Sheet s;
    Weights w{.name = ""};
    Tensor const x = s.add_input(image(2, 3, 3)), y = apply<Fade<"t", Seq<Conv<2, 3>, Tanh>, Sigmoid>>(w, x);
    s.fill();
    s.scalar = {t};
    List<Tensor> leaves = parameters(s);
    leaves.push_back(x);
    test::check_gradients(s, y, leaves);
  }
}

TEST_CASE("Shared: two networks have one gradient, the sum of both") {
  using A = Seq<Linear<3>, Tanh, Shared<"head", Linear<2>>>;
  using B = Seq<Shared<"head", Linear<2>>, SiLU>;
  Sheet s;
  Weights pool{.name = "shared"}, a{.name = "a", .shared = &pool}, b{.name = "b", .shared = &pool};
  Tensor const x = s.add_input(features(4)), z = s.add_input(features(3));
  Tensor const p = apply<A>(a, x), q = apply<B>(b, z);
  REQUIRE(s.g.fault.view() == "");
  List<Tensor> const leaves = parameters(s);
  REQUIRE(leaves.size() == 4);  // two of a, two of both
  REQUIRE(pool.current.size() == 2);
  test::check_gradients(s, concat(p, q), leaves);
  Tensor const l = sum(tanh(p)), m = sum(square(q));
  auto const both = gradient(l + m, pool.trainable()), one = gradient(l, pool.trainable()),
             other = gradient(m, pool.trainable());
  s.run();
  for (std::size_t k = 0; k < both.size(); ++k)
    for (std::size_t i = 0; i < s.of(both[k]).size(); ++i) {
      CHECK(s.of(one[k])[i] != 0);
      CHECK(s.of(other[k])[i] != 0);
      CHECK(s.of(both[k])[i] == doctest::Approx(s.of(one[k])[i] + s.of(other[k])[i]));
    }
}

TEST_CASE("Frozen: no gradient by its parameters, the whole one by its input") {
  using Net = Seq<Linear<3>, Tanh, Frozen<Linear<3>, SiLU>, Linear<2>>;
  Sheet s;
  Weights w{.name = ""};
  Tensor const x = s.add_input(features(4)), y = apply<Net>(w, x), l = sum(tanh(y));
  List<Tensor> const leaves = parameters(s);
  REQUIRE(leaves.size() == 6);
  auto const d = gradient(l, leaves);
  test::check_gradients(s, tanh(y), {leaves[0], leaves[1], leaves[4], leaves[5], x});
  s.run();
  for (std::size_t k : {2u, 3u})
    for (double v : s.of(d[k])) CHECK(v == 0);
  for (std::size_t k : {0u, 1u, 4u, 5u})
    for (double v : s.of(d[k])) CHECK(v != 0);
}

TEST_CASE("StopGradient: what is before it gets none") {
  using Net = Seq<Linear<3>, Tanh, StopGradient, Linear<2>>;
  Sheet s;
  Weights w{.name = ""};
  Tensor const x = s.add_input(features(4)), y = apply<Net>(w, x);
  List<Tensor> const p = parameters(s);
  test::check_gradients(s, tanh(y), {p[2], p[3]});
  auto const d = gradient(sum(tanh(y)), {x, p[0], p[1]});
  s.run();
  for (Tensor t : d)
    for (double v : s.of(t)) CHECK(v == 0);
}

TEST_CASE("ConditioningAugmentation leaves what its divergence is made of") {
  Sheet s;
  Weights w{.name = ""};
  Wires wires;
  Tensor const x = s.add_input(features(4)), y = apply<ConditioningAugmentation<3>>(w, x, {}, wires);
  Tensor const mu = wires["mu"], log_sigma = wires["log_sigma"];
  REQUIRE(mu);
  REQUIRE(log_sigma);
  List<Tensor> leaves = parameters(s);
  leaves.push_back(x);
  test::check_gradients(s, concat(concat(mu, square(log_sigma)), y), leaves);
}
