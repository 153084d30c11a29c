// What parameters begin with: by what rule, and what is then drawn.
#include <doctest/doctest.h>

#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>
#include <agon/layer/facts.hpp>
#include <agon/layer/layers.hpp>
#include <agon/net/alexnet.hpp>
#include <agon/net/biggan.hpp>
#include <agon/net/cogan.hpp>
#include <agon/net/wgan_gp.hpp>

#include "support/parameters.hpp"

using namespace agon;

namespace {
template <class Net, Shape In, Wire... Beside>
struct Alone {
  static constexpr void build(Graph& g) {
    Weights w{.name = ""};
    lay_out<Net, Beside...>(g, w, In, {});
  }
};
/// The numbers under the first name that ends so, in PyTorch's order, as a store of that seed begins with
/// them.
template <class Net, Shape In>
std::vector<double> drawn(std::string_view name, std::uint64_t seed = 1) {
  Store<double> store(seed);
  store.add(Compiled<Alone<Net, In>>::program);
  auto const at = std::find_if(store.entries().begin(), store.entries().end(),
                               [&](auto const& x) { return x.name.ends_with(name); });
  std::vector<double> v;
  for (long i = 0; i < at->slot.shape.size(); ++i) v.push_back(at->memory.data()[position(at->slot, i)]);
  return v;
}
struct Moments {
  double mean = 0, deviation = 0, least = 1e300, most = -1e300;
  explicit Moments(std::vector<double> const& v) {
    double square = 0;
    for (double x : v) {
      mean += x / double(v.size()), square += x * x / double(v.size());
      least = std::min(least, x), most = std::max(most, x);
    }
    deviation = std::sqrt(square - mean * mean);
  }
};
/// The farthest that rows of a matrix, or its columns, are from orthonormal.
double skew(std::vector<double> const& a, std::size_t rows, std::size_t columns) {
  bool const wide = rows <= columns;
  std::size_t const count = wide ? rows : columns, length = wide ? columns : rows;
  double worst = 0;
  for (std::size_t p = 0; p < count; ++p)
    for (std::size_t q = 0; q <= p; ++q) {
      double dot = 0;
      for (std::size_t k = 0; k < length; ++k)
        dot += wide ? a[p * columns + k] * a[q * columns + k] : a[k * columns + p] * a[k * columns + q];
      worst = std::max(worst, std::abs(dot - (p == q)));
    }
  return worst;
}
Slot const& slot_of(Graph const& g, std::string_view name) {
  for (Slot const& s : g.slot)
    if (g.name(s.name).ends_with(name)) return s;
  throw std::logic_error(std::string(name));
}
template <class Net, Wire... Beside>
Slot slot_of(Shape in, std::string_view name) {
  return slot_of(trace<Net, Beside...>(in), name);
}
}  // namespace

using doctest::Approx;

TEST_CASE("normal, uniform, constant") {
  Moments const n(drawn<Initial<Normal<0.01>, Linear<200>>, Features<300>>("weight"));
  CHECK(std::abs(n.mean) < 4 * 0.01 / std::sqrt(60000));
  CHECK(n.deviation == Approx(0.01).epsilon(0.015));
  CHECK(n.most > 0.035);

  Moments const u(drawn<Initial<Uniform<-0.01, 0.03>, Linear<200>>, Features<300>>("weight"));
  CHECK(u.mean == Approx(0.01).epsilon(0.02));
  CHECK(u.deviation == Approx(0.04 / std::sqrt(12)).epsilon(0.01));
  CHECK(u.least >= -0.01);
  CHECK(u.least < -0.00995);
  CHECK(u.most < 0.03);
  CHECK(u.most > 0.02995);

  for (double x : drawn<InitialBias<Constant<0.1>, Linear<5>>, Features<3>>("bias")) CHECK(x == 0.1);
  CHECK(Moments(drawn<Linear<200>, Features<300>>("weight")).deviation == Approx(0.02).epsilon(0.015));
}

TEST_CASE("rules count the numbers that a result sums over, and the results that an input reaches") {
  auto deviation = []<class Net>(Net, Shape in, char const* name = "weight") {
    return slot_of<Net>(in, name).deviation;
  };
  CHECK(deviation(Initial<Xavier, Linear<50>>{}, features(30)) == Approx(std::sqrt(2. / 80)));
  CHECK(deviation(Initial<Xavier, Conv<8, 3>>{}, image(4, 5, 5)) == Approx(std::sqrt(2. / (9 * 12))));
  CHECK(deviation(Initial<Xavier, ConvTranspose<8, 3>>{}, image(4, 5, 5)) ==
        Approx(std::sqrt(2. / (9 * 12))));
  CHECK(deviation(Initial<XavierWith<2>, Linear<50>>{}, features(30)) == Approx(2 * std::sqrt(2. / 80)));
  CHECK(deviation(Initial<He, Conv<8, 3>>{}, image(4, 5, 5)) == Approx(std::sqrt(2. / 36)));
  CHECK(deviation(Initial<He, GroupConv<8, 2, 3>>{}, image(4, 5, 5)) == Approx(std::sqrt(2. / 18)));
  CHECK(deviation(Initial<He, Seq<Flatten, Linear<6>>>{}, image(4, 5, 5), "weight") ==
        Approx(std::sqrt(2. / 100)));
  CHECK(deviation(Initial<Xavier, Embedding<10, 6>>{}, features(1)) == Approx(std::sqrt(2. / 16)));
}
TEST_CASE("uniform rules end at sqrt 3 deviations; PyTorch's own at 1 / sqrt(inputs), biases too") {
  Moments const x(drawn<Initial<Xavier, Linear<200>>, Features<100>>("weight"));
  CHECK(x.most == Approx(std::sqrt(6. / 300)).epsilon(0.001));
  CHECK(x.deviation == Approx(std::sqrt(2. / 300)).epsilon(0.01));
  for (double b : drawn<Initial<Xavier, Linear<200>>, Features<100>>("bias")) CHECK(b == 0);

  using Net = Initial<Torch, Conv<400, 3>>;
  double const bound = 1 / std::sqrt(36.);
  Moments const w(drawn<Net, Image<4, 5, 5>>("weight")), b(drawn<Net, Image<4, 5, 5>>("bias"));
  CHECK(w.most == Approx(bound).epsilon(0.001));
  CHECK(b.most <= bound);
  CHECK(b.most > 0.98 * bound);
  CHECK(b.least < -0.98 * bound);
  CHECK(std::abs(b.mean) < 0.1 * bound);
}

TEST_CASE("orthogonal: rows are orthonormal, or columns") {
  CHECK(skew(drawn<Initial<Orthogonal, Linear<40>>, Features<70>>("weight"), 40, 70) < 1e-12);
  CHECK(skew(drawn<Initial<Orthogonal, Linear<70>>, Features<40>>("weight"), 70, 40) < 1e-12);
  CHECK(skew(drawn<Initial<Orthogonal, Linear<50>>, Features<50>>("weight"), 50, 50) < 1e-12);
  CHECK(skew(drawn<Initial<Orthogonal, Conv<6, 3>>, Image<4, 5, 5>>("weight"), 6, 36) < 1e-12);
  CHECK(skew(drawn<Initial<Orthogonal, ConvTranspose<4, 3>>, Image<6, 5, 5>>("weight"), 6, 36) < 1e-12);
  CHECK(skew(drawn<Initial<Orthogonal, Seq<Flatten, Linear<9>>>, Image<4, 5, 5>>("1.weight"), 9, 100) <
        1e-12);
  CHECK(skew(drawn<Initial<Orthogonal, Embedding<30, 8>>, Features<1>>("weight"), 30, 8) < 1e-12);
  // every direction is as likely: the diagonal of a square one is not all of one sign, and small
  auto const a = drawn<Initial<Orthogonal, Linear<50>>, Features<50>>("weight");
  int positive = 0;
  for (std::size_t k = 0; k < 50; ++k) positive += a[k * 51] > 0;
  CHECK(positive > 10);
  CHECK(positive < 40);
  CHECK(Moments(a).deviation == Approx(1 / std::sqrt(50.)).epsilon(0.01));
}
TEST_CASE("draws depend on seed and name, and not on the number of threads") {
  using Net = Initial<Orthogonal, Linear<60>, Initial<Xavier, Linear<300>>>;
  auto const a = drawn<Net, Features<80>>("0.weight", 3), b = drawn<Net, Features<80>>("1.weight", 3);
  CHECK(a != drawn<Net, Features<80>>("0.weight", 4));
  CHECK(b != drawn<Net, Features<80>>("1.weight", 4));
#ifdef _OPENMP
  int const before = omp_get_max_threads();
  for (int n : {1, 2, 3, 7}) {
    omp_set_num_threads(n);
    CHECK(a == drawn<Net, Features<80>>("0.weight", 3));
    CHECK(b == drawn<Net, Features<80>>("1.weight", 3));
  }
  omp_set_num_threads(before);
#endif
}

TEST_CASE("a rule holds within its sequence, changes no name and leaves gains of norms at 1") {
  using Net = Seq<Linear<4>, Initial<Normal<3>, Linear<4>, BatchNorm, InitialBias<Constant<2>, Linear<4>>>,
                  Linear<4>, BatchNorm>;
  using Same = Seq<Linear<4>, Linear<4>, BatchNorm, Linear<4>, Linear<4>, BatchNorm>;
  CHECK(test::names<Net>(features(4)) == test::names<Same>(features(4)));
  Graph const g = trace<Net>(features(4));
  double const weights[] = {0.02, 3, 0, 3, 0.02, 0.02}, biases[] = {0, 0, 0, 2, 0, 0};
  for (int k = 0; k < 6; ++k) {
    CAPTURE(k);
    CHECK(slot_of(g, joined({k, ".weight"})).deviation == weights[k]);
    CHECK(slot_of(g, joined({k, ".bias"})).mean == biases[k]);
    CHECK(slot_of(g, joined({k, ".bias"})).deviation == 0);
  }
  CHECK(slot_of<Equalized<Initial<Xavier, Linear<4>>>>(features(4), "weight").deviation == 1);
  CHECK(slot_of<Initial<Xavier, Residual<Linear<4>>>>(features(4), "0.weight").drawing == Drawing::uniform);
  CHECK(slot_of<Initial<Xavier, ConditionalBatchNorm<"y", 3>>, Wire{"y", Features<1>}>(features(4),
                                                                                       "gain.weight")
            .mean == 1);
}

// ---- networks, as their authors' codes begin ----
TEST_CASE("AlexNet: normal (0, 0.01); biases of five layers are 1") {
  Graph const g = trace<AlexNet<10, 16>>(image(3, 224, 224));
  std::vector<double> biases;
  for (Slot const& s : g.slot)
    if (g.name(s.name).ends_with("weight"))
      CHECK(s.deviation == 0.01);
    else
      biases.push_back(s.mean);
  CHECK(biases == std::vector<double>{0, 1, 0, 1, 1, 1, 1, 0});
}
TEST_CASE("CoGAN's digits: Xavier with the gain sqrt 2, biases 0.1") {
  Graph const g = trace<CoGANDiscriminatorDigits>(image(1, 28, 28));
  CHECK(slot_of(g, "0.weight").deviation == Approx(std::sqrt(4. / (25 * 21))));
  CHECK(slot_of(g, "0.bias").mean == 0.1);
}
TEST_CASE("WGAN-GP: strides count, Xavier's own rule where the code turns the other off") {
  Graph const g = trace<WGANGPCriticCIFAR<8>>(image(3, 32, 32));
  CHECK(slot_of(g, "0.weight").deviation == Approx(std::sqrt(4. / (3 * 25 + 8 * 25 / 4.))));
  CHECK(slot_of(g, "7.weight").deviation == Approx(std::sqrt(2. / (32 * 16 + 1))));
  Graph const r = trace<WGANGPCriticCIFARResNet<8>>(image(3, 32, 32));
  CHECK(slot_of(r, "0.shortcut.1.weight").deviation == Approx(std::sqrt(2. / 11)));
  CHECK(slot_of(r, "0.0.weight").deviation == Approx(std::sqrt(4. / (9 * 11))));
}
TEST_CASE("BigGAN: orthogonal, biases as PyTorch's, gains 1") {
  Graph const g = trace<BigGANGenerator<128, 64, 2, 7>, Wire{"y", Features<1>}>(features(120));
  for (Slot const& s : g.slot) {
    std::string_view const name = g.name(s.name);
    CAPTURE(name);
    if (s.layout != Layout::vector && s.role == Role::parameter) CHECK(s.drawing == Drawing::orthogonal);
    if (name.ends_with("weight") && s.layout == Layout::vector) CHECK((s.mean == 1 && s.deviation == 0));
  }
}
