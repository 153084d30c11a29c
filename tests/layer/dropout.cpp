#include <doctest/doctest.h>

#include <agon/graph/gradient.hpp>
#include <agon/layer/layers.hpp>

#include "support/sheet.hpp"

using namespace agon;
using agon::test::Sheet;

/// The mask of y = mask * x.
static std::vector<double> mask(Sheet const& s, Tensor y, Tensor x) {
  std::vector<double> m;
  for (std::size_t k = 0; k < s.of(x).size(); ++k) m.push_back(s.of(y)[k] / s.of(x)[k]);
  return m;
}

TEST_CASE(
    "Dropout<0.5> drops half and doubles the rest, in Train and in BatchStatistics; Eval is the identity") {
  Sheet s;
  s.batch = 50;
  Tensor const x = s.add_input(image(4, 10, 10));
  for (Mode mode : {Mode::Train, Mode::BatchStatistics}) {
    Weights w{.name = "a"};
    Tensor const y = apply<Dropout<0.5>>(w, x, {.mode = mode});
    s.run();
    long dropped = 0;
    for (double m : mask(s, y, x)) {
      REQUIRE((m == 0 || m == doctest::Approx(2)));
      dropped += m == 0;
    }
    CHECK(double(dropped) / double(s.of(x).size()) ==
          doctest::Approx(0.5).epsilon(0.02));  // 20,000 draws: 0.0035
  }
  Weights w{.name = "a"};
  CHECK(apply<Dropout<0.5>>(w, x, {.mode = Mode::Eval}).id == x.id);
}

TEST_CASE("the rest is divided by 1 - rate") {
  Sheet s;
  s.batch = 200;
  Weights w{.name = "a"};
  Tensor const x = s.add_input(features(100)), y = apply<Dropout<0.2>>(w, x);
  s.run();
  long dropped = 0;
  for (double m : mask(s, y, x)) {
    REQUIRE((m == 0 || m == doctest::Approx(1.25)));
    dropped += m == 0;
  }
  CHECK(double(dropped) / double(s.of(x).size()) == doctest::Approx(0.2).epsilon(0.05));
}

TEST_CASE("every place, every use, every step, every sample draws anew") {
  using Net = Seq<Dropout<0.5>, Dropout<0.5>>;
  Sheet s;
  s.batch = 2;
  Weights w{.name = "a"};
  Tensor const x = s.add_input(features(64));
  Tensor const one = apply<Dropout<0.5>>(w, x), two = apply<Dropout<0.5>>(w, x), both = apply<Net>(w, x);
  s.run();
  std::vector<double> const m = mask(s, one, x);
  CHECK(m != mask(s, two, x));
  CHECK(std::vector<double>(m.begin(), m.begin() + 64) != std::vector<double>(m.begin() + 64, m.end()));
  long kept = 0;
  for (double v : mask(s, both, x)) kept += v != 0;
  CHECK(kept < 50);  // a quarter of 128, not a half
  s.run();
  CHECK(mask(s, one, x) == m);
  s.key.step = 2;
  s.run();
  CHECK(mask(s, one, x) != m);
  s.key = {8, 1};
  s.run();
  CHECK(mask(s, one, x) != m);
}

TEST_CASE("a layer of one's own may draw twice") {
  struct Twice {
    constexpr Tensor operator()(Scope& s, Tensor x) const {
      return s.random(Distribution::uniform, x.shape()) - s.random(Distribution::uniform, x.shape());
    }
  };
  Sheet s;
  Weights w{.name = "a"};
  Tensor const y = apply<Twice>(w, s.add_input(features(8)));
  s.run();
  for (double v : s.of(y)) CHECK(v != 0);
}

TEST_CASE("the gradient passes through the draws of its own use") {
  Sheet s;
  Weights w{.name = "a"};
  Tensor const x = s.add_input(features(64));
  Tensor const one = apply<Dropout<0.5>>(w, x), two = apply<Dropout<0.5>>(w, x);
  Tensor const d1 = gradient(sum(one), {x})[0], d2 = gradient(sum(two), {x})[0];
  s.run();
  for (std::size_t k = 0; k < s.of(x).size(); ++k) {
    CHECK(s.of(d1)[k] == doctest::Approx(s.of(one)[k] / s.of(x)[k]));
    CHECK(s.of(d2)[k] == doctest::Approx(s.of(two)[k] / s.of(x)[k]));
  }
}

TEST_CASE("OriginalDropout<0.25> drops a quarter and leaves the rest; Eval gives what that is on average") {
  Sheet s;
  s.batch = 200;
  Tensor const x = s.add_input(features(100));
  for (Mode mode : {Mode::Train, Mode::BatchStatistics}) {
    Weights w{.name = "a"};
    Tensor const y = apply<OriginalDropout<0.25>>(w, x, {.mode = mode});
    s.run();
    long dropped = 0;
    for (double m : mask(s, y, x)) {
      REQUIRE((m == 0 || m == 1));
      dropped += m == 0;
    }
    CHECK(double(dropped) / double(s.of(x).size()) == doctest::Approx(0.25).epsilon(0.04));
  }
  Weights w{.name = "a"};
  Tensor const y = apply<OriginalDropout<0.25>>(w, x, {.mode = Mode::Eval});
  s.run();
  for (double m : mask(s, y, x)) CHECK(m == doctest::Approx(0.75));
}

TEST_CASE("both forms pass on the same mean, in training and in Eval") {
  Sheet s;
  s.batch = 4000;
  Tensor const x = s.add_input(features(4));
  Weights w{.name = "a"};
  Tensor const original = mean(apply<OriginalDropout<0.5>>(w, square(x))),
               expected = mean(apply<OriginalDropout<0.5>>(w, square(x), {.mode = Mode::Eval})),
               inverted = mean(apply<Dropout<0.5>>(w, square(x))), all = mean(square(x));
  s.run();
  CHECK(s.of(expected)[0] == doctest::Approx(0.5 * s.of(all)[0]));
  CHECK(s.of(original)[0] == doctest::Approx(s.of(expected)[0]).epsilon(0.05));
  CHECK(s.of(inverted)[0] == doctest::Approx(s.of(all)[0]).epsilon(0.05));
}
