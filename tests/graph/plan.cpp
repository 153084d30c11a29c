#include <doctest/doctest.h>

#include <agon/graph/compile.hpp>
#include <agon/layer/layers.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>

#include "support/living.hpp"
#include "support/random_graph.hpp"

using namespace agon;

static constexpr long map_size = 8 * 16 * 16;

/// Numbers in the arena of each sample.
static constexpr long sample_numbers(auto write) {
  Graph g;
  g.keep("y", write(g, g.add_input("x", image(8, 16, 16))));
  Graph const s = simplify(g);
  return Plan(s, fuse(s)).peak[1];
}
static constexpr Tensor layer(Graph& g, Tensor x) {
  return conv(x, g.add_slot({.shape = {8, 9, 8, false}}), {3, 1, 1});
}

// Ten convolutions in a row: the input, which is never given up, the operand and the result.
static_assert(sample_numbers([](Graph& g, Tensor x) {
                for (int k = 0; k < 10; ++k) x = layer(g, x);
                return x;
              }) == 3 * map_size);
// An epilogue writes where the convolution's result lay.
static_assert(sample_numbers([](Graph& g, Tensor x) { return tanh(layer(g, x)); }) == 2 * map_size);
// A pass over memory writes where its dying operand lay: here twice, behind a sum that keeps the passes
// apart.
static_assert(sample_numbers([](Graph& g, Tensor x) {
                Tensor const a = layer(g, x), b = exp(a - mean(a));
                return tanh(b / mean(b));
              }) == 2 * map_size);
// But an operand that is read later stays.
static_assert(sample_numbers([](Graph& g, Tensor x) {
                Tensor const a = layer(g, x);
                return layer(g, exp(a - mean(a))) + layer(g, a);
              }) >= 4 * map_size);
// An output is kept to the end.
static_assert(sample_numbers([](Graph& g, Tensor x) {
                Tensor a = layer(g, x);
                g.keep("a", a);
                for (int k = 0; k < 4; ++k) a = layer(g, a);
                return a;
              }) == 4 * map_size);

TEST_CASE("no two living values overlap, in two thousand graphs written at random") {
  int reused = 0;
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    test::Sheet s;
    test::RandomGraph const writer(s, seed);
    try {
      Drafted const d(s.g);
      test::Living living(d);
      std::string const fault = living.fault();
      REQUIRE(fault == "");
      reused += living.reused;
    } catch (char const*) {}
  }
  CHECK(reused > 100);
}

TEST_CASE("no two living values overlap in a whole step of DCGAN, and planning saves most of the memory") {
  Graph g;
  AdversarialStep<DCGANGenerator28<1, 8>, DCGANDiscriminator28<8>, nonsaturating, features(10), Adam>::build(
      g);
  Drafted const d(g);
  test::Living living(d);
  CHECK(living.fault() == "");
  CHECK(d.savings.sample_numbers[0] * 3 < d.savings.eager_sample);
  CHECK(d.savings.traffic * 2 < d.savings.eager_traffic);
}

TEST_CASE("offsets are multiples of 16 numbers") {
  test::Sheet s;
  test::RandomGraph const writer(s, 3);
  Drafted const d(s.g);
  for (Operand const& o : d.operand) CHECK(o.offset % 16 == 0);
}
