// Inference is const, may be called from several threads, and shares its parameters with training.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <thread>

#include <agon/data/digits.hpp>
#include <agon/system/dcgan.hpp>

using namespace agon;
using G = DCGANGenerator28<1, 4>;
using D = DCGANDiscriminator28<4>;
using Model = DCGAN<G, D, nonsaturating, Features<16>>;

namespace {
bool same(Array4 const& a, Array4 const& b) {
  return a.shape() == b.shape() && std::equal(a.begin(), a.end(), b.begin());
}
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
