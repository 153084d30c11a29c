// Every optimiser against PyTorch's, or against the formulas of TensorFlow and pylearn2: twelve steps of a
// parameter of six numbers. tests/golden/optimisers.py made the numbers and says what the steps are.
#include <doctest/doctest.h>

#include <agon/backend/reference/reference.hpp>
#include <agon/loss/clipping.hpp>
#include <agon/train/accumulate.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/adamw.hpp>
#include <agon/train/clip.hpp>
#include <agon/train/descend.hpp>
#include <agon/train/rmsprop.hpp>
#include <agon/train/rmsprop_momentum.hpp>
#include <agon/train/sgd.hpp>

#include "support/golden.hpp"
#include "support/single.hpp"

using namespace agon;

/// 0.01 softplus(x p), summed over the batch, plus 0.005 p^2, summed.
struct Bowl {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const p = s.parameter("p", channels(6));
    return 0.01 * sum(softplus(x * p)) + 0.005 * sum(p * p);
  }
};
template <class Optimiser>
struct Descent {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    descend<Optimiser>(w, apply<Bowl>(w, g.add_input("x", Features<6>)));
  }
};

/// The largest error over all steps.
template <class Backend, class Optimiser>
double error(test::Golden const& golden, std::string const& name, Optimiser const& optimiser) {
  using S = typename Backend::Scalar;
  Store<S> store;
  typename Backend::template Engine<Descent<Optimiser>> engine(store, 4);
  auto const p = [&] { return store.find("net.p")->memory.span(); };
  for (std::size_t i = 0; i < 6; ++i) p()[i] = S(std::cos(double(i)));
  double most = 0;
  for (long t = 1; t <= 12; ++t) {
    auto const x = engine.input("x");
    for (std::size_t n = 0; n < 4; ++n)
      for (std::size_t i = 0; i < 6; ++i)
        x[6 * n + i] = S(3 * std::sin(double(6 * n + i + 10 * std::size_t(t))));
    optimiser.set(engine, "net", t);
    engine.run({1, std::uint32_t(t)});
    most = std::max(most, golden.error(name, std::vector<S>(p().begin(), p().end()), t));
  }
  return most;
}

static void check(std::string const& name, auto const& optimiser) {
  INFO(name);
  static test::Golden const golden("optimisers");
  CHECK(error<Reference<double>>(golden, name, optimiser) < 1e-13);
  CHECK(error<test::Single>(golden, name, optimiser) < 1e-6);
}

static Schedule const ramped = warm_up(4) * linear_decay(5, 15);

TEST_CASE("SGD") { check("sgd", SGD{.rate = 0.5 * ramped}); }
TEST_CASE("Momentum, PyTorch's form") { check("momentum", Momentum{.rate = 0.5 * ramped, .momentum = 0.9}); }
TEST_CASE("Momentum, Goodfellow's form") {
  check("momentum_inside", Momentum{.rate = (0.5 * exponential(0.9)).at_least(0.25),
                                    .momentum = ramp(0.5, 0.7, 2, 10),
                                    .form = Momentum::Form::inside});
}
TEST_CASE("Momentum, Nesterov's") {
  check("nesterov", Momentum{.rate = 0.5 * ramped, .momentum = 0.9, .nesterov = true});
  check("nesterov_inside", Momentum{.rate = (0.5 * exponential(0.9)).at_least(0.25),
                                    .momentum = ramp(0.5, 0.7, 2, 10),
                                    .form = Momentum::Form::inside,
                                    .nesterov = true});
}
TEST_CASE("RMSProp, PyTorch's form") {
  check("rmsprop", RMSProp{.rate = 0.03 * ramped, .decay = 0.9, .epsilon = 1e-3});
}
TEST_CASE("RMSProp, TensorFlow's form") {
  check("rmsprop_tensorflow",
        RMSProp{.rate = 0.03, .decay = 0.9, .epsilon = 1e-10, .form = RMSProp::Form::tensorflow});
}
TEST_CASE("RMSProp with momentum, and centred") {
  Schedule const rate = 0.03 * ramped;
  check("rmsprop_momentum", RMSPropMomentum{.rate = rate, .decay = 0.9, .epsilon = 1e-3, .momentum = 0.8});
  check("rmsprop", RMSPropMomentum{.rate = rate, .decay = 0.9, .epsilon = 1e-3, .momentum = 0});
  check("rmsprop_centred", CentredRMSProp{.rate = rate, .decay = 0.9, .epsilon = 1e-3});
  CentredRMSProp const all{.rate = rate, .decay = 0.9, .epsilon = 1e-3, .momentum = 0.8};
  check("rmsprop_all", WeightDecay<CentredRMSProp>{.optimiser = all, .decay = 0.1});
  check(
      "rmsprop_all_tensorflow",
      CentredRMSProp{
          .rate = rate, .decay = 0.9, .epsilon = 1e-10, .momentum = 0.8, .form = RMSProp::Form::tensorflow});
}
TEST_CASE("a centred root of gradients that never change is no root of less than nothing") {
  Store<float> store;
  test::Single::Engine<Descent<CentredRMSProp>> engine(store, 4);
  for (float& x : engine.input("x")) x = 0;
  auto const p = [&] { return store.find("net.p")->memory.span(); };
  for (long t = 1; t <= 2000; ++t) {
    for (std::size_t i = 0; i < 6; ++i) p()[i] = float(std::sqrt(double(i + 2)));
    CentredRMSProp{.decay = 0.9}.set(engine, "net", t);
    engine.run({1, std::uint32_t(t)});
    for (float const x : p()) REQUIRE(std::isfinite(x));
  }
}
TEST_CASE("Adam") { check("adam", Adam{.rate = 0.03 * ramped, .beta2 = 0.99, .epsilon = 1e-3}); }
TEST_CASE("Adam with epsilon hat, as in TensorFlow") {
  check("adam_hat", Adam{.rate = 0.03, .beta2 = 0.99, .epsilon = 1e-3, .form = Epsilon::hat});
}
TEST_CASE("AdamW") { check("adamw", AdamW{.rate = 0.03 * ramped, .beta2 = 0.99, .decay = 0.1}); }

TEST_CASE("gradients clipped by their norm and by value, and with weight decay") {
  check("clip_norm", ClipNorm<SGD>{.optimiser = {.rate = 0.5}, .norm = 0.05});
  check("clip_value", ClipValue<SGD>{.optimiser = {.rate = 0.5}, .value = 0.02});
  check("adam_l2",
        WeightDecay<Adam>{.optimiser = {.rate = 0.03, .beta2 = 0.99, .epsilon = 1e-3}, .decay = 0.1});
  // p is a vector, and no weight
  check("adam", WeightDecay<Adam, Decayed::weights>{
                    .optimiser = {.rate = 0.03 * ramped, .beta2 = 0.99, .epsilon = 1e-3}, .decay = 0.1});
}
/// As a step constrains a critic.
struct Clipped {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    descend<Momentum>(w, apply<Bowl>(w, g.add_input("x", Features<6>)));
    constrain(weight_clipping<0.01>, w);
  }
};
TEST_CASE("weights clipped after the step") {
  Store<float> store;
  test::Single::Engine<Clipped> engine(store, 4);
  auto const p = [&] { return store.find("net.p")->memory.span(); };
  for (std::size_t i = 0; i < 6; ++i) p()[i] = i == 2 ? 0.001f : i % 2 ? 1.f : -1.f;
  for (float& x : engine.input("x")) x = 0;
  Momentum{.rate = 0.1}.set(engine, "net", 1);
  engine.run({1, 1});
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(p()[i] == doctest::Approx(i == 2 ? 0.000999 : i % 2 ? 0.01 : -0.01));
}
/// A bowl whose loss is a mean over the batch.
struct MeanBowl {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Tensor const p = s.parameter("p", channels(6));
    return mean(softplus(x * p)) + 0.005 * sum(p * p);
  }
};
template <class Optimiser>
struct MeanDescent {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    descend<Optimiser>(w, apply<MeanBowl>(w, g.add_input("x", Features<6>)));
  }
};
/// All slots after `count` steps on `parts` batches of 12 / parts samples each, but for the sums of
/// gradients.
template <class Optimiser>
static std::vector<double> after(Optimiser const& optimiser, long count, long parts) {
  Store<double> store;
  Reference<double>::Engine<MeanDescent<Optimiser>> engine(store, 12 / parts);
  for (double& p : store.find("net.p")->memory.span()) p = 0.5;
  long k = 0;
  for (long t = 1; t <= count * parts; ++t) {
    for (double& x : engine.input("x")) x = 3 * std::sin(double(k++));
    optimiser.set(engine, "net", t);
    engine.run({1, std::uint32_t(t)});
  }
  std::vector<double> r;
  for (auto const& e : store.entries())
    if (!e.name.starts_with("optimizer.gradient."))
      r.insert(r.end(), e.memory.span().begin(), e.memory.span().end());
  return r;
}
static void check_accumulated(auto const& optimiser) {
  auto const whole = after(optimiser, 3, 1);
  for (int parts : {1, 2, 3}) {
    auto const split =
        after(Accumulated<std::remove_cvref_t<decltype(optimiser)>>{optimiser, parts}, 3, parts);
    REQUIRE(split.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i)
      CHECK(split[i] == doctest::Approx(whole[i]).epsilon(1e-12));
  }
}
TEST_CASE("the parts of a batch one after the other make the step of the whole") {
  check_accumulated(SGD{.rate = ramped});
  check_accumulated(Momentum{.rate = ramped, .form = Momentum::Form::inside, .nesterov = true});
  check_accumulated(CentredRMSProp{.rate = 0.03 * ramped, .momentum = 0.8});
  check_accumulated(RMSProp{.rate = 0.03 * ramped, .form = RMSProp::Form::tensorflow});
  check_accumulated(Averaged<Adam>{.optimiser = {.rate = 0.03 * ramped}, .decay = 0.5, .start = 1});
  check_accumulated(
      ClipNorm<WeightDecay<AdamW>>{.optimiser = {.optimiser = {.rate = 0.1}, .decay = 0.1}, .norm = 0.1});
  check_accumulated(ClipValue<SGD>{.value = 0.1});
}

TEST_CASE("a step is one pass over a parameter, however many numbers it keeps of it") {
  auto passes = [](ProgramView const& p) {
    return std::count_if(p.call.begin(), p.call.end(), [&](Call const& c) {
      return std::any_of(p.operand.begin() + c.first, p.operand.begin() + c.first + c.count,
                         [](Operand const& o) { return o.where == Where::slot && o.size == 6; }) &&
             c.domain == channels(6);
    });
  };
  CHECK(passes(Compiled<Descent<SGD>>::program) == 1);
  CHECK(passes(Compiled<Descent<Adam>>::program) == 1);
  CHECK(passes(Compiled<Descent<Averaged<Adam>>>::program) == 1);
  CHECK(passes(Compiled<Descent<Averaged<RMSProp>>>::program) == 1);
  CHECK(passes(Compiled<Descent<Momentum>>::program) == 1);
  CHECK(passes(Compiled<Descent<RMSPropMomentum>>::program) == 1);
  CHECK(passes(Compiled<Clipped>::program) == 1);
  CHECK(passes(Compiled<Descent<ClipValue<WeightDecay<AdamW>>>>::program) == 1);
  CHECK(passes(Compiled<Descent<CentredRMSProp>>::program) == 2);  // more than a pass holds
  CHECK(passes(Compiled<Descent<Accumulated<Averaged<AdamW>>>>::program) == 2);
  CHECK(passes(Compiled<Descent<ClipNorm<Momentum>>>::program) ==
        2);  // the norm is known after all gradients
}

TEST_CASE("moments have PyTorch's names") {
  Store<float> store;
  store.add(Compiled<Descent<Momentum>>::program);
  store.add(Compiled<Descent<CentredRMSProp>>::program);
  CHECK(store.find("optimizer.grad_avg.net.p"));
  CHECK(store.find("optimizer.momentum_buffer.net.p"));
  CHECK(store.find("optimizer.square_avg.net.p"));
}
