// What AlexNet's pictures go through before the first layer.
#include <doctest/doctest.h>

#include <agon/graph/layout.hpp>
#include <agon/layer/layers.hpp>

#include "support/sheet.hpp"

using namespace agon;
using agon::test::Sheet;

TEST_CASE("Centred<127.5>: pictures less their mean, in bytes' units; no step changes the mean") {
  Sheet s;
  Tensor const x = s.add_input(image(2, 3, 3));
  Weights w{.name = "a"};
  Tensor const y = apply<Centred<127.5>>(w, x);
  s.run();
  REQUIRE(s.slot.size() == 1);
  CHECK(s.g.slot[0].role == Role::statistic);
  CHECK(s.g.slot[0].shape.size() == 18);
  for (std::size_t k = 0; k < s.of(y).size(); ++k)
    CHECK(s.of(y)[k] == doctest::Approx(127.5 * (s.of(x)[k] - s.slot[0][k % 18])));
  CHECK(s.after[0] == s.slot[0]);
  CHECK(w.trainable().empty());
}

TEST_CASE("ColourNoise: one colour a sample, out of three components; none in Eval") {
  Sheet s;
  s.batch = 4000;
  s.scalar = {0.1};
  Tensor const x = s.add_input(image(3, 1, 2));
  Weights w{.name = "a"}, v{.name = "b"};
  Tensor const y = apply<ColourNoise<127.5>>(w, x), z = apply<ColourNoise<127.5, Rescale::yes>>(v, x);
  s.fill();
  // rows are red, green and blue; columns the components
  double const colours[3][3] = {{0.6, 0.1, 0}, {0.5, -0.2, 0}, {0.4, 0.1, 0}};
  for (auto& m : s.slot)
    for (int c = 0; c < 3; ++c)
      for (int k = 0; k < 3; ++k) m[std::size_t(position(s.g.slot[0], c * 3 + k))] = colours[c][k];
  s.run();
  double sum[3] = {}, product[3][3] = {}, ratio = 0;
  for (std::size_t n = 0; n < 4000; ++n) {
    double added[3];
    for (std::size_t c = 0; c < 3; ++c) {
      added[c] = s.of(y)[n * 6 + c] - s.of(x)[n * 6 + c];
      CHECK(s.of(y)[n * 6 + 3 + c] - s.of(x)[n * 6 + 3 + c] ==
            doctest::Approx(added[c]));  // all pixels alike
      sum[c] += added[c] / 4000;
      for (std::size_t d = 0; d <= c; ++d) product[c][d] += added[c] * added[d] / 4000;
    }
    ratio += s.of(z)[n * 6] * 1.1 - s.of(x)[n * 6];
  }
  // covariance (127.5 * 0.1)^2 times colours times its transpose
  for (int c = 0; c < 3; ++c) {
    CHECK(std::abs(sum[c]) < 0.5);
    for (int d = 0; d <= c; ++d) {
      double expected = 0;
      for (int k = 0; k < 3; ++k) expected += 12.75 * 12.75 * colours[c][k] * colours[d][k];
      CHECK(product[c][d] == doctest::Approx(expected).epsilon(0.06));
    }
  }
  CHECK(std::abs(ratio / 4000) < 0.5);  // divided by 1.1, its noise is of mean 0, too
  Weights e{.name = "c"};
  CHECK(apply<ColourNoise<127.5, Rescale::yes>>(e, x, {.mode = Mode::Eval}).id == x.id);
  CHECK(e.current.size() == 1);  // there in both modes, for checkpoints
}
