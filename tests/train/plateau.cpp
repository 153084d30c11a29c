#include <doctest/doctest.h>
#include <vector>

#include <agon/backend/reference/reference.hpp>
#include <agon/layer/layers.hpp>
#include <agon/train/bias_rate.hpp>
#include <agon/train/clip.hpp>
#include <agon/train/descend.hpp>
#include <agon/train/plateau.hpp>
#include <agon/train/sgd.hpp>

using namespace agon;

namespace {
using Optimiser = BiasRate<WeightDecay<Plateau<Momentum>, Decayed::weights>>;
struct Descent {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    descend<Optimiser>(w, sum(apply<Linear<1>>(w, g.add_input("x", Features<1>))));
  }
};
using Engine = Reference<double>::Engine<Descent>;
}  // namespace

TEST_CASE("rates as ReduceLROnPlateau's") {
  // python, PyTorch 2.15: p = torch.nn.Parameter(torch.zeros(1)); o = torch.optim.SGD([p], lr=1.0)
  //   s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=2, threshold=0.01)
  //   for e in errors: s.step(e); print(o.param_groups[0]["lr"])
  std::vector<double> const errors{5, 4, 4, 3.98, 3.97, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2};
  std::vector<double> const rates{1,    1,    1,    1,     0.5,   0.5,   0.5,   0.5,
                                  0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.125, 0.0625};
  Store<double> store;
  Engine engine(store, 1);
  Plateau<Momentum> const plateau{.factor = 0.5, .patience = 2, .margin = 0.01};
  std::vector<double> found;
  for (double e : errors) {
    double const before = plateau.scale(store, "net");
    bool const fell = plateau.observe(store, "net", e);
    CHECK(fell == (plateau.scale(store, "net") < before));
    found.push_back(plateau.scale(store, "net"));
  }
  CHECK(found == rates);
  CHECK_THROWS_AS(plateau.observe(store, "net", NAN), Error);
  CHECK_THROWS_WITH_AS(plateau.observe(store, "D", 1),
                       "D: it does not learn by a Plateau, which could be told of its error", Error);
}

TEST_CASE("the fall counts for what comes behind it: v = 0.9 v - rate (g + decay w), biases twice and bare") {
  Store<double> store;
  Engine engine(store, 1);
  Optimiser const o{.optimiser = {.optimiser = {.optimiser = {.rate = 0.5, .form = Momentum::Form::inside},
                                                .factor = 0.1,
                                                .patience = 0},
                                  .decay = 0.25}};
  double& weight = *store.find("net.weight")->memory.data();
  double& bias = *store.find("net.bias")->memory.data();
  weight = 2, bias = 1;
  engine.input("x")[0] = 3;  // the gradient of the weight; of the bias it is 1
  double w = 2, b = 1, vw = 0, vb = 0, rate = 0.5;
  for (long t = 1; t <= 6; ++t) {
    if (t == 3) o.optimiser.optimiser.observe(store, "net", 1);
    if (t == 4) {
      CHECK(o.optimiser.optimiser.observe(store, "net", 1));
      rate = 0.05;
    }
    o.set(engine, "net", t);
    engine.run({1, std::uint32_t(t)});
    vw = 0.9 * vw - rate * (3 + 0.25 * w);
    vb = 0.9 * vb - 2 * rate;
    w += vw, b += vb;
    CHECK(weight == doctest::Approx(w).epsilon(1e-12));
    CHECK(bias == doctest::Approx(b).epsilon(1e-12));
  }
  o.hold(engine, "net");
  engine.run({1, 7});
  CHECK(weight == doctest::Approx(w).epsilon(1e-12));
}
