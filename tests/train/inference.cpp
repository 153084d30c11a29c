// Inference is const, may be called from several threads, and shares its parameters with training.
#include <doctest/doctest.h>
#include <thread>

#include <agon/backend/reference/reference.hpp>
#include <agon/data/digits.hpp>
#include <agon/net/biggan.hpp>
#include <agon/net/progan.hpp>
#include <agon/system/dcgan.hpp>

using namespace agon;
using G = DCGANGenerator28<1, 4>;
using D = DCGANDiscriminator28<4>;
using Model = DCGAN<G, D, nonsaturating, Features<16>>;

namespace {
bool same(Array4 const& a, Array4 const& b) {
  return a.shape() == b.shape() && std::equal(a.begin(), a.end(), b.begin());
}
/// (N, c, h, w): 0.1, 0.2, ... up to 1, and again.
Array4 counting(long n, Shape d) {
  Array4 x = Array4::from_shape({std::size_t(n), std::size_t(d.c), std::size_t(d.h), std::size_t(d.w)});
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = 0.1f * float(1 + i % 10);
  return x;
}
/// A column of numbers, one a sample.
Array4 column(std::initializer_list<float> v) {
  Array4 x = Array4::from_shape({v.size(), 1, 1, 1});
  std::copy(v.begin(), v.end(), x.begin());
  return x;
}
double element(Array4 const& x, std::size_t n, std::size_t c) { return x.data()[n * x.shape(1) + c]; }
}  // namespace

TEST_CASE("many threads draw what one does") {
  Model const model{{.seed = 3}};
  std::vector<Array4> alone, together(6);
  for (long i = 0; i < 6; ++i) alone.push_back(model.sample(5 + i % 2, std::uint64_t(i)));
  std::vector<std::thread> threads;
  for (long i = 0; i < 6; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 3; ++k) together[std::size_t(i)] = model.sample(5 + i % 2, std::uint64_t(i));
    });
  for (std::thread& t : threads) t.join();
  for (std::size_t i = 0; i < 6; ++i) CHECK(same(alone[i], together[i]));
}

TEST_CASE("a sample does not depend on the batch that it is drawn in") {
  Model const model{{.seed = 3}};
  Array4 const few = model.sample(3, 9), many = model.sample(70, 9);
  for (long i = 0; i < 3 * 784; ++i) REQUIRE(few.data()[i] == many.data()[i]);
  Array4 const later = model.sample(2, 9, 66);
  for (long i = 0; i < 2 * 784; ++i) REQUIRE(later.data()[i] == many.data()[66 * 784 + i]);
}

TEST_CASE("models do not disturb each other, and pictures follow training") {
  auto const digits = data::digits(64);
  data::ImageBatch const batch = data::take(digits, 0, 8);
  Model a{{.seed = 1}}, b{{.seed = 1}};
  Array4 const before = a.sample(2);
  CHECK(same(before, b.sample(2)));
  for (int t = 0; t < 2; ++t) {
    a.feed(batch);
    a.advance();
  }
  CHECK(same(before, b.sample(2)));
  CHECK_FALSE(same(before, a.sample(2)));
  for (int t = 0; t < 2; ++t) {
    b.feed(batch);
    b.advance();
  }
  CHECK(same(a.sample(2), b.sample(2)));
}

TEST_CASE("a batch of another shape is refused with both shapes") {
  Store<float> store;
  Inference<D, Image<1, 28, 28>, Cpu, "D"> const critic(store);
  CHECK_THROWS_WITH_AS(critic(Array4::from_shape({2, 3, 28, 28})),
                       "input: the batch is (2, 3, 28, 28) and should be (2, 1, 28, 28)", Error);
  CHECK_THROWS_WITH_AS(critic(Array4::from_shape({0, 1, 28, 28})), "input: the batch is empty", Error);
  CHECK(critic(Array4::from_shape({2, 1, 28, 28})).shape(1) == 1);
}

// ---- inputs beside the main one ----
using Table = From<"y", Embedding<3, 2>>;
inline constexpr Wire label{"y", Features<1>};

TEST_CASE_TEMPLATE("each input has its name, in any order", B, Cpu, Reference<double>) {
  using Net = Seq<With<"a">, With<"b">>;
  Store<typename B::Scalar> store;
  Inference<Net, Features<2>, B, "G", Mode::Eval, Wire{"a", Features<1>}, Wire{"b", Features<3>}> const net(
      store);
  Array4 const x = counting(2, features(2)), a = column({7, 8}), b = counting(2, features(3));
  Array4 const y = net(x, {{"b", b}, {"a", a}});
  REQUIRE(y.shape(1) == 6);
  for (std::size_t n = 0; n < 2; ++n) {
    for (std::size_t c = 0; c < 2; ++c) CHECK(float(element(y, n, c)) == float(element(x, n, c)));
    CHECK(element(y, n, 2) == element(a, n, 0));
    for (std::size_t c = 0; c < 3; ++c) CHECK(float(element(y, n, 3 + c)) == float(element(b, n, c)));
  }
  CHECK(same(y, net(x, {{"a", a}, {"b", b}})));
  auto refuses = [&](char const* message, std::initializer_list<Given> beside) {
    CHECK_THROWS_WITH_AS(net(x, beside), message, Error);
  };
  refuses("b: the network takes a batch of that name, and none was given", {{"a", a}});
  refuses("a: it was given twice", {{"a", a}, {"b", b}, {"a", a}});
  refuses("c: the network takes nothing of that name", {{"a", a}, {"b", b}, {"c", a}});
  refuses("input: the network takes nothing of that name", {{"a", a}, {"b", b}, {"input", x}});
  refuses("b: it takes a batch, and was given a number", {{"a", a}, {"b", 1}});
  refuses("b: the batch is (2, 1, 1, 1) and should be (2, 3, 1, 1)", {{"a", a}, {"b", a}});
  refuses("a: the batch is (3, 1, 1, 1) and should be (2, 1, 1, 1)", {{"a", column({1, 2, 3})}, {"b", b}});
  CHECK_THROWS_WITH_AS(net(x), "a: the network takes a batch of that name, and none was given", Error);
}

TEST_CASE_TEMPLATE("numbers are given by name", B, Cpu, Reference<double>) {
  using Net = Fade<"fade", Seq<>, LeakyReLU<0.0>>;
  Store<typename B::Scalar> store;
  Inference<Net, Features<1>, B> const net(store);
  Array4 const x = column({-8, 4});
  for (double t : {0.0, 0.25, 1.0}) {
    Array4 const y = net(x, {{"fade", t}});
    CHECK(element(y, 0, 0) == -8 * t);
    CHECK(element(y, 1, 0) == 4);
  }
  CHECK_THROWS_WITH_AS(net(x), "fade: the network takes a number of that name, and none was given", Error);
  CHECK_THROWS_WITH_AS(net(x, {{"fade", x}}), "fade: it is a number, and was given a batch", Error);
  CHECK_THROWS_WITH_AS(net(x, {{"fade", 1}, {"fade", 0}}), "fade: it was given twice", Error);
}

TEST_CASE("a network that grows is the level before, then its own") {
  Store<float> store;
  Inference<GrowingProGANGenerator<8, 8>, Features<8>, Cpu> const growing(store);
  Inference<ProGANGenerator<8, 8>, Features<8>, Cpu> const grown(store);
  Inference<ProGANGenerator<4, 8>, Features<8>, Cpu> const before(store);
  Array4 const z = counting(2, features(8)), young = growing(z, {{"fade", 0}}), small = before(z);
  Array4 const old = growing(z, {{"fade", 1}}), large = grown(z);
  for (std::size_t i = 0; i < old.size(); ++i) {
    CHECK(old.data()[i] == doctest::Approx(large.data()[i]).epsilon(1e-5));
    std::size_t const column = i % 8, row = i / 8 % 8, map = i / 64;
    CHECK(young.data()[i] ==
          doctest::Approx(small.data()[map * 16 + row / 2 * 4 + column / 2]).epsilon(1e-5));
  }
}

// ---- values that the network leaves on its way ----
TEST_CASE_TEMPLATE("a value within is what the layers to it make", B, Cpu, Reference<double>) {
  using Front = Seq<Linear<3>, Tanh>;
  using Net = Seq<Named<"front", Front>, Let<"h">, With<"y">, Named<"back", Linear<2>>>;
  Store<typename B::Scalar> store;
  Inference<Net, Features<4>, B, "G", Mode::Eval, label> const whole(store);
  InferenceAt<"h", Net, Features<4>, B, "G", Mode::Eval, label> const within(store);
  Inference<Named<"front", Front>, Features<4>, B> const front(store);
  static_assert(decltype(within)::output == Features<3>);
  Array4 const x = counting(5, features(4)), y = counting(5, features(1));
  CHECK(same(within(x, {{"y", y}}), front(x)));
  CHECK(whole(x, {{"y", y}}).shape(1) == 2);
  CHECK(same(InferenceAt<"y", Net, Features<4>, B, "G", Mode::Eval, label>(store)(x, {{"y", y}}), y));
}

// ---- classes ----
TEST_CASE_TEMPLATE("a class is a whole number below their count", B, Cpu, Reference<double>) {
  Store<typename B::Scalar> store;
  Inference<Table, Features<1>, B, "G", Mode::Eval, label> const net(store);
  Array4 const x = counting(3, features(1)), y = net(x, {{"y", column({2, 0, 1})}});
  auto const* table = store.find("G.0.weight")->memory.data();
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t c = 0; c < 2; ++c)
      CHECK(float(element(y, n, c)) == float(table[std::array{2u, 0u, 1u}[n] * 2 + c]));
  auto refuses = [&](char const* message, float k) {
    CHECK_THROWS_WITH_AS(net(x, {{"y", column({0, 1, k})}}), message, Error);
  };
  char const* const tail = "; classes are the whole numbers from 0 to 2, a row of the embedding each";
  refuses(joined({"y: sample 2 is of class 3", tail}).c_str(), 3);
  refuses(joined({"y: sample 2 is of class -1", tail}).c_str(), -1);
  refuses(joined({"y: sample 2 is of class 1.5", tail}).c_str(), 1.5);
  refuses(joined({"y: sample 2 is of class nan", tail}).c_str(), std::numeric_limits<float>::quiet_NaN());
}
TEST_CASE("classes are found in the main input, behind slices, and below the smallest table") {
  Store<float> store;
  Array4 const two = column({0, 2});
  char const* const last =
      "input: sample 1 is of class 2; classes are the whole numbers from 0 to 1, a row of "
      "the embedding each";
  CHECK_THROWS_WITH_AS((Inference<Embedding<2, 3>, Features<1>, Cpu, "A">(store)(two)), last, Error);
  CHECK_THROWS_WITH_AS((Inference<OneHot<2>, Features<1>, Cpu, "B">(store)(two)), last, Error);
  using Twice = Seq<Let<"y">, Embedding<7, 3>, With<"y", Embedding<2, 3>>>;
  CHECK_THROWS_WITH_AS((Inference<Twice, Features<1>, Cpu, "C">(store)(two)), last, Error);
  Array4 pair = counting(2, features(2));
  pair(0, 1, 0, 0) = 0;
  pair(1, 1, 0, 0) = 2;
  CHECK_THROWS_WITH_AS((Inference<Seq<Slice<1, 1>, Embedding<2, 3>>, Features<2>, Cpu, "D">(store)(pair)),
                       last, Error);
  CHECK((Inference<Seq<Slice<1, 1>, Embedding<3, 3>>, Features<2>, Cpu, "E">(store)(pair)).shape(1) == 3);
}
TEST_CASE("BigGAN's generator of 32x32 draws a class") {
  Store<float> store;
  Inference<BigGANGenerator32<4>, Features<128>, Cpu, "G", Mode::Eval, label> const generator(store);
  Array4 const z = counting(2, features(128)), a = generator(z, {{"y", column({1, 9})}});
  CHECK(a.shape(2) == 32);
  CHECK_THROWS_WITH_AS(generator(z, {{"y", column({1, 10})}}),
                       "y: sample 1 is of class 10; classes are the whole numbers from 0 to 9, a row of the "
                       "embedding each",
                       Error);
}
