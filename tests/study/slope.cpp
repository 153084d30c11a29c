#include <cmath>
#include <doctest/doctest.h>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/data/stack.hpp>
#include <agon/layer/layers.hpp>
#include <agon/study/slope.hpp>
#include <agon/train/inference.hpp>

#include "support/values.hpp"

using namespace agon;
using doctest::Approx;

namespace {

constexpr Shape in = Image<2, 6, 6>, map = Image<4, 3, 3>;
constexpr Wire at{"at", map};

template <class Rectifier>
struct Body : Seq<Conv<3, 3>, Rectifier, Conv<5, 3>, Rectifier, Mark<"middle">, Conv<4, 4, 2>, Mark<"h">,
                  Flatten, Linear<1>> {};

/// The input's gradient of what a Body is at "h".
template <class Net, class Backend>
struct Slope : Inference<study::SlopeOf<"h", "at", Net>, in, Backend, "D", Mode::Eval, at> {
  using Slope::Inference::Inference;
};

template <class S>
void fill(Store<S>& store, bool positive) {
  for (auto& e : store.entries())
    for (long k = 0; k < e.slot.shape.size(); ++k) {
      double const v = test::noise(e.name, 0, k);
      e.memory.data()[position(e.slot, k)] = S(0.4 * (positive ? std::abs(v) : v));
    }
}
Array4 noise(Shape d, long n, char const* name, bool positive = false) {
  Array4 x = data::empty_batch(int(n), d);
  for (long i = 0; i < long(x.size()); ++i) {
    double const v = test::noise(name, i / d.size(), i % d.size());
    x.data()[i] = float(positive ? std::abs(v) : v);
  }
  return x;
}
double distance(Array4 const& a, Array4 const& b) {
  double d = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    d += std::pow(double(a.data()[i]) - b.data()[i], 2);
    size += std::pow(double(b.data()[i]), 2);
  }
  return std::sqrt(d / size);
}

}  // namespace

TEST_CASE("the slope of a value inside a network, by differences") {
  using Net = Body<Tanh>;  // without kinks
  Store<double> store;
  Slope<Net, Reference<double>> const slope(store);
  InferenceAt<"h", Net, in, Reference<double>, "D"> const value(store);
  fill(store, false);
  Array4 const x = noise(in, 2, "x"), w = noise(map, 2, "w");
  Array4 const d = slope(x, {{"at", w}});
  CHECK(d.shape() == x.shape());
  auto total = [&](Array4 const& of) {
    Array4 const h = value(of);
    double s = 0;
    for (std::size_t i = 0; i < h.size(); ++i) s += double(h.data()[i]) * w.data()[i];
    return s;
  };
  for (std::size_t i : {0u, 17u, 50u, 71u, 72u, 100u, 143u}) {
    Array4 up = x, down = x;
    double const by = 1e-2;
    up.data()[i] += float(by), down.data()[i] -= float(by);
    CHECK(double(d.data()[i]) == Approx((total(up) - total(down)) / (2 * by)).epsilon(2e-3));
  }
}

TEST_CASE_TEMPLATE("guided it is the plain one where all signs are positive, and another elsewhere", B, Cpu,
                   Reference<double>) {
  using Net = Body<ReLU>;
  using Leaky = Body<LeakyReLU<0.2>>;
  for (bool positive : {true, false}) {
    CAPTURE(positive);
    Store<typename B::Scalar> store;
    Slope<Net, B> const plain(store);
    Slope<Guided<Net>, B> const guided(store);
    Slope<Guided<Leaky>, B> const leaky(store);
    CHECK(store.find("D.0.weight"));
    CHECK(store.find("D.6.weight"));
    CHECK(store.entries().size() == 8);  // marks and Guided change no names: one set of parameters
    fill(store, positive);
    Array4 const x = noise(in, 2, "x", positive), w = noise(map, 2, "w", positive);
    Array4 const a = plain(x, {{"at", w}}), b = guided(x, {{"at", w}}), c = leaky(x, {{"at", w}});
    if (positive) {
      CHECK(distance(b, a) < 1e-6);
      CHECK(distance(c, a) < 1e-6);
    } else {
      CHECK(distance(b, a) > 0.1);
      CHECK(distance(c, b) > 0.01);
    }
  }
}

TEST_CASE("guided by hand: of a rectifier's gradient only what is above zero comes back") {
  struct Net : Seq<Mark<"x">, ReLU, Mark<"h">> {};
  struct LeakyNet : Seq<LeakyReLU<0.5>, Mark<"h">> {};
  Store<double> store;
  constexpr Wire weight{"at", Features<4>};
  Inference<study::SlopeOf<"h", "at", Guided<Net>>, Features<4>, Reference<double>, "D", Mode::Eval,
            weight> const guided(store);
  Inference<study::SlopeOf<"h", "at", Guided<LeakyNet>>, Features<4>, Reference<double>, "D", Mode::Eval,
            weight> const leaky(store);
  Inference<study::SlopeOf<"h", "at", LeakyNet>, Features<4>, Reference<double>, "D", Mode::Eval,
            weight> const plain(store);
  Array4 x = data::empty_batch(1, Features<4>), w = x;
  std::copy_n(std::array<float, 4>{2, -2, 2, -2}.begin(), 4, x.begin());
  std::copy_n(std::array<float, 4>{3, 3, -3, -3}.begin(), 4, w.begin());
  auto is = [&](auto const& net, std::array<float, 4> expected) {
    Array4 const d = net(x, {{"at", w}});
    return std::equal(d.begin(), d.end(), expected.begin());
  };
  CHECK(is(guided, {3, 0, 0, 0}));
  CHECK(is(leaky, {3, 1.5, 0, 0}));
  CHECK(is(plain, {3, 1.5, -3, -1.5}));
}

TEST_CASE("peaks and contrast") {
  Array4 maps = Array4::from_shape({2, 2, 2, 2});
  std::copy_n(std::array<float, 16>{9, 9, 9, 9, 1, 5, 5, 2, 0, 0, 0, 0, -3, -4, -2, -9}.begin(), 16,
              maps.begin());
  study::Peaks const p = study::peaks(maps, 1);
  CHECK(p.response == std::vector<double>{5, -2});
  for (std::size_t i = 0; i < 16; ++i) CHECK(p.at.data()[i] == (i == 5 || i == 14 ? 1 : 0));
  CHECK_THROWS_AS(study::peaks(maps, 2), Error);
  Array4 const full = study::to_full_contrast(maps);
  CHECK(full(0, 0, 0, 0) == 1);
  CHECK(full(0, 1, 0, 0) == Approx(1. / 9));
  CHECK(full(1, 1, 1, 1) == -1);
  Array4 const none = study::to_full_contrast(Array4::from_shape({0, 1, 2, 2}));
  CHECK(none.size() == 0);
}
