#include <doctest/doctest.h>
#include <vector>

#include <agon/train/checkpoint.hpp>
#include <agon/train/replay.hpp>

#include "data/temporary.hpp"

using namespace agon;

/// Batches of four pictures of two pixels; both pixels of the k-th picture of all are k.
static std::vector<float> batch(long step) {
  std::vector<float> b;
  for (int n = 0; n < 4; ++n) b.insert(b.end(), 2, float(4 * (step - 1) + n));
  return b;
}
static std::vector<float> exchanged(ReplayPool<float>& pool, long step) {
  std::vector<float> b = batch(step);
  pool.exchange(b, {5, std::uint32_t(step)});
  return b;
}
static constexpr Shape two{1, 1, 2, false};

TEST_CASE("what comes in goes out at once while the pool fills, and once at most after that") {
  Store<float> store;
  ReplayPool<float> pool(store, "pool", two, 50);
  std::vector<int> given(4000, 0);
  long old = 0, all = 0;
  for (long t = 1; t <= 1000; ++t) {
    auto const in = batch(t), out = exchanged(pool, t);
    CHECK(pool.count() == std::min(4 * t, 50l));
    for (std::size_t n = 0; n < 4; ++n) {
      CHECK(out[2 * n] == out[2 * n + 1]);  // pictures stay whole
      CHECK(out[2 * n] <= in[2 * n]);
      if (in[2 * n] < 50) CHECK(out[2 * n] == in[2 * n]);
      ++given[std::size_t(out[2 * n])];
      if (in[2 * n] < 50) continue;
      ++all;
      old += out[2 * n] < in[2 * n];
    }
  }
  CHECK(double(old) / double(all) == doctest::Approx(0.5).epsilon(0.05));
  for (std::size_t k = 0; k < given.size(); ++k) CHECK(given[k] <= (k < 50 ? 2 : 1));
}

TEST_CASE("a resumed pool is the same pool, bit for bit; others draw differently") {
  TemporaryFolder const folder;
  Store<float> a, b, c;
  ReplayPool<float> whole(a, "pool.A", two, 6), other(c, "pool.B", two, 6);
  bool differs = false;
  for (long t = 1; t <= 5; ++t) differs |= exchanged(whole, t) != exchanged(other, t);
  CHECK(differs);
  save(a, folder / "x", {});
  ReplayPool<float> resumed(b, "pool.A", two, 6);
  load(b, folder / "x");
  CHECK(resumed.count() == 6);
  for (long t = 6; t <= 30; ++t) CHECK(exchanged(whole, t) == exchanged(resumed, t));
  data::Safetensors const file(folder / "x");
  CHECK(file.find("pool.A.images")->extents == std::vector<long>{6, 2});
}

TEST_CASE("a pool of none changes nothing") {
  Store<double> store;
  ReplayPool<double> pool(store, "pool", two, 0);
  std::vector<double> b{1, 2, 3, 4};
  pool.exchange(b, {1, 1});
  CHECK(b == std::vector<double>{1, 2, 3, 4});
  CHECK(store.entries().empty());
  CHECK_THROWS_WITH_AS(ReplayPool<double>(store, "pool", two, -1), "pool: a pool of -1 pictures cannot be",
                       Error);
}
