#include <doctest/doctest.h>

#include <agon/graph/gradient.hpp>
#include <agon/layer/layers.hpp>

#include "support/sheet.hpp"

using namespace agon;
using agon::test::Sheet;

struct Moments {
  std::vector<double> mean, variance;  // of each channel; the variance biased
};
static Moments moments(std::vector<double> const& x, std::size_t c) {
  Moments m{std::vector<double>(c), std::vector<double>(c)};
  double const n = double(x.size()) / double(c);
  for (std::size_t k = 0; k < x.size(); ++k) m.mean[k % c] += x[k] / n;
  for (std::size_t k = 0; k < x.size(); ++k)
    m.variance[k % c] += (x[k] - m.mean[k % c]) * (x[k] - m.mean[k % c]) / n;
  return m;
}
// Slots, in order.
constexpr std::size_t gain = 0, shift = 1, running_mean = 2, running_variance = 3;

static void check_normalised(Sheet const& s, std::vector<double> const& y, std::vector<double> const& x,
                             Moments const& m, double error = 1e-10) {
  for (std::size_t k = 0; k < x.size(); ++k) {
    std::size_t const c = k % m.mean.size();
    double const expected =
        s.slot[gain][c] * (x[k] - m.mean[c]) / std::sqrt(m.variance[c] + 1e-5) + s.slot[shift][c];
    CHECK(y[k] == doctest::Approx(expected).epsilon(error));
  }
}

TEST_CASE("Train normalises by the batch and moves the running statistics as PyTorch does") {
  for (Shape d : {image(3, 4, 2), features(3)}) {
    Sheet s;
    s.batch = 4;
    Weights w{.name = ""};
    Tensor const x = s.add_input(d), y = apply<BatchNorm>(w, x);
    s.run();
    Moments const m = moments(s.of(x), 3);
    check_normalised(s, s.of(y), s.of(x), m);
    double const n = double(s.of(x).size()) / 3;
    for (std::size_t c = 0; c < 3; ++c) {  // momentum 0.1, unbiased variance
      CHECK(s.after[running_mean][c] == doctest::Approx(0.9 * s.slot[running_mean][c] + 0.1 * m.mean[c]));
      CHECK(s.after[running_variance][c] ==
            doctest::Approx(0.9 * s.slot[running_variance][c] + 0.1 * m.variance[c] * n / (n - 1)));
    }
    CHECK(s.after[gain] == s.slot[gain]);
  }
}

TEST_CASE("a fresh network's first step: gain, shift, mean 0 and variance 1") {
  Sheet s;
  s.batch = 2;
  Weights w{.name = ""};
  Tensor const x = s.add_input(features(1));
  apply<BatchNorm>(w, x);
  s.fill();
  CHECK(s.g.slot[running_mean].mean == 0);
  CHECK(s.g.slot[running_variance].mean == 1);
  s.slot = {{1}, {0}, {0}, {1}};
  s.leaf(x) = {1, 4};  // mean 2.5, biased variance 2.25, unbiased 4.5
  s.run();
  CHECK(s.after[running_mean][0] == doctest::Approx(0.25));
  CHECK(s.after[running_variance][0] == doctest::Approx(0.9 + 0.45));
}

TEST_CASE("BatchStatistics normalises by the batch and leaves the running statistics alone") {
  Sheet s;
  Weights w{.name = ""};
  Tensor const x = s.add_input(image(3, 2, 2)), y = apply<BatchNorm>(w, x, {.mode = Mode::BatchStatistics});
  s.run();
  check_normalised(s, s.of(y), s.of(x), moments(s.of(x), 3));
  CHECK(s.after == s.slot);
}

TEST_CASE("Eval normalises by the running statistics, and leaves them alone") {
  Sheet s;
  s.batch = 1;
  Weights w{.name = ""};
  Tensor const x = s.add_input(image(3, 2, 2)), y = apply<BatchNorm>(w, x, {.mode = Mode::Eval});
  s.run();
  check_normalised(s, s.of(y), s.of(x), {s.slot[running_mean], s.slot[running_variance]});
  CHECK(s.after == s.slot);
}

TEST_CASE("two training uses in a step move the running statistics twice, in order, and normalise apart") {
  Sheet s;
  Weights w{.name = ""};
  Tensor const a = s.add_input(image(2, 3, 3)), b = s.add_input(image(2, 3, 3));
  Tensor const ya = apply<BatchNorm>(w, a), yb = apply<BatchNorm>(w, b);
  REQUIRE(s.g.slot.size() == 4);
  s.run();
  Moments const ma = moments(s.of(a), 2), mb = moments(s.of(b), 2);
  check_normalised(s, s.of(ya), s.of(a), ma);
  check_normalised(s, s.of(yb), s.of(b), mb);
  for (std::size_t c = 0; c < 2; ++c)
    CHECK(s.after[running_mean][c] ==
          doctest::Approx(0.9 * (0.9 * s.slot[running_mean][c] + 0.1 * ma.mean[c]) + 0.1 * mb.mean[c]));
}

TEST_CASE(
    "frozen: no gradient reaches the parameters, the input's is the same, statistics still move in Train") {
  Sheet s;
  Weights w{.name = ""}, same{.name = "same"};
  Tensor const x = s.add_input(image(2, 3, 3)), probe = s.add_input(image(2, 3, 3));
  Tensor const frozen = apply<BatchNorm>(w, x, {.frozen = true}), free = apply<BatchNorm>(same, x);
  List<Tensor> wrt = w.trainable();
  wrt.push_back(x);
  List<Tensor> const d = gradient(sum(frozen * probe), wrt);
  Tensor const expected = gradient(sum(free * probe), {x})[0];
  s.fill();
  for (std::size_t k = 0; k < 4; ++k) s.slot[4 + k] = s.slot[k];
  s.run();
  for (double v : s.of(d[0])) CHECK(v == 0);
  for (double v : s.of(d[1])) CHECK(v == 0);
  CHECK(s.of(d[2]) == s.of(expected));
  CHECK(s.after[running_mean] != s.slot[running_mean]);
}

TEST_CASE("statistics of one number are none: features need two samples, images do not") {
  Sheet s, t, u;
  Weights w{.name = ""}, v{.name = ""}, e{.name = ""};
  apply<BatchNorm>(w, s.add_input(features(3)));
  apply<BatchNorm>(v, t.add_input(image(3, 2, 1)));
  apply<BatchNorm>(e, u.add_input(features(3)), {.mode = Mode::Eval});
  CHECK(s.g.smallest_batch == 2);
  CHECK(t.g.smallest_batch == 1);
  CHECK(u.g.smallest_batch == 1);
}

// One-pass moments are taken about the running mean: far from zero they stay exact.
TEST_CASE("a large mean does not spoil the variance") {
  Sheet s;
  s.batch = 64;
  Weights w{.name = ""};
  Tensor const x = s.add_input(features(1)), y = apply<BatchNorm>(w, x);
  s.fill();
  for (double& v : s.leaf(x)) v += 1e6;
  s.slot[running_mean] = {1e6};
  s.run();
  check_normalised(s, s.of(y), s.of(x), moments(s.of(x), 1), 1e-8);  // numbers near 1e6 are good to 1e-10
}
