// Measures in the features of a network: what a program does that judges a generator.
#include <doctest/doctest.h>

#include <agon/agon.hpp>
#include <agon/metric/metrics.hpp>

using namespace agon;

namespace {
struct Judge : Seq<Conv<4, 3, 2>, ReLU, Let<"low">, Conv<6, 3, 2>, ReLU, Let<"high">, Flatten, Linear<10>> {};
constexpr Shape picture = Image<1, 28, 28>;
}  // namespace

TEST_CASE("layers of a network by their names, and its classes") {
  Store<float> store;
  InferenceAt<"low", Judge, picture, Cpu, "C"> const low(store);
  InferenceAt<"high", Judge, picture, Cpu, "C"> const high(store);
  Inference<Judge, picture, Cpu, "C"> const net(store);
  data::Images const digits = data::digits(80);
  Array4 const real = data::take(digits, 0, 40).images, other = data::take(digits, 40, 40).images;
  Array4 dark = real;
  dark.fill(-1);

  auto maps = [&](Array4 const& x) { return std::vector<Array4>{low(x), high(x)}; };
  std::vector<double> const near = metric::perceptual_distance(maps(real), maps(other)),
                            far = metric::perceptual_distance(maps(real), maps(dark));
  CHECK(metric::perceptual_distance(maps(real), maps(real)) == std::vector<double>(40, 0.0));
  for (double d : near) CHECK(d > 0);
  CHECK(metric::spread(near).mean < metric::spread(far).mean);

  Array2 const a = metric::flat(net(real)), b = metric::flat(net(other)), c = metric::flat(net(dark));
  CHECK(a.shape(1) == 10);
  CHECK(metric::frechet(a, b) < metric::frechet(a, c));
  CHECK(metric::squared_mmd(a, b) < metric::squared_mmd(a, c));
  CHECK(metric::precision_recall(a, c).recall == 0);
  double const score = metric::classifier_score_of_logits(a, 1).mean;
  CHECK(score > 1);
  CHECK(score > metric::classifier_score_of_logits(c, 1).mean);
}
