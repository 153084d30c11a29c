#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <new>
#include <set>
#include <type_traits>

#include <agon/data/batches.hpp>
#include <agon/data/images.hpp>
#include <agon/data/pairs.hpp>

#include "temporary.hpp"

using namespace agon::data;

static long allocations = 0;
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* p = std::malloc(size)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

/// Ten pictures; the label is the number, and so is the value of every pixel but that of the first column.
static Images ten(int jitter = 0, bool mirror = false) {
  Images set{"ten", {agon::image(1, 3, 3), jitter, {}}, {jitter, mirror}, {}, {}};
  for (int i = 0; i < 10; ++i) {
    Picture p(3 + jitter, 3 + jitter, 1, std::uint8_t(i));
    for (int y = 0; y < p.height; ++y) *p.at(0, y) = std::uint8_t(100 + i);
    set.pictures.add(p);
    set.labels.push_back(i);
  }
  return set;
}

static std::vector<int> labels_of_epoch(Batches<Images>& batches) {
  std::vector<int> all;
  for (int i = 0; i < batches.per_epoch(); ++i) {
    auto const& labels = batches.next().labels;
    all.insert(all.end(), labels.begin(), labels.end());
  }
  return all;
}

TEST_CASE("each epoch shows each sample at most once, in an order of its own, without the incomplete batch") {
  Images const set = ten();
  Batches batches(set, 3, 5);
  CHECK(batches.per_epoch() == 3);
  CHECK(batches.batch_size() == 3);
  auto const first = labels_of_epoch(batches), second = labels_of_epoch(batches);
  for (auto const& all : {first, second}) {
    CHECK(all.size() == 9);
    CHECK(std::set<int>(all.begin(), all.end()).size() == 9);
  }
  CHECK(first != second);
  CHECK(batches.position() == Position{1, 9});
}

TEST_CASE("images and labels belong together, and the batch is scaled to [-1, 1]") {
  Images const set = ten();
  Batches batches(set, 10);
  auto const& batch = batches.next();
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(batch.images(i, 0, 2, 2) == float(batch.labels[i]) / 127.5f - 1);
    CHECK(batch.images(i, 0, 1, 0) == float(100 + batch.labels[i]) / 127.5f - 1);
  }
}

TEST_CASE("all orders are equally likely") {
  Images set = ten();
  set.pictures.planes.resize(3 * set.pictures.bytes());
  set.labels.resize(3);
  Batches batches(set, 3, 11);
  std::vector<int> seen(100);
  for (int i = 0; i < 6000; ++i) {
    auto const all = labels_of_epoch(batches);
    ++seen[std::size_t(all[0] * 9 + all[1] * 3 + all[2])];
  }
  std::sort(seen.begin(), seen.end(), std::greater());
  CHECK(seen[0] < 1150);  // 1000 expected, with a deviation of 29
  CHECK(seen[5] > 850);
  CHECK(seen[6] == 0);
}

TEST_CASE("the same seed gives the same batches, another seed others") {
  Images const set = ten(4, true);
  Batches a(set, 4, 1), b(set, 4, 1), c(set, 4, 2);
  bool differ = false;
  for (int i = 0; i < 20; ++i) {
    auto const& x = a.next();
    auto const& y = b.next();
    CHECK(x.images == y.images);
    CHECK(x.labels == y.labels);
    differ = differ || c.next().labels != x.labels;
  }
  CHECK(differ);
}

TEST_CASE("from every position training goes on bit for bit") {
  Images const set = ten(4, true);
  Batches reference(set, 3, 9);
  for (int i = 0; i < 12; ++i) {
    Position const p = reference.position();
    Batches resumed(set, 3, 9);
    resumed.seek(p);
    CHECK(resumed.position() == p);
    auto const& x = reference.next();
    CHECK(resumed.next().images == x.images);
    CHECK(resumed.position() == reference.position());
    CHECK(resumed.next().labels.size() == 3);
  }
}

TEST_CASE("what happens to a sample does not depend on the batch size") {
  Images const set = ten(4, true);
  Batches two(set, 2, 3), five(set, 5, 3);
  std::vector<float> a, b;
  for (int i = 0; i < 5; ++i) {
    auto const& x = two.next().images;
    a.insert(a.end(), x.begin(), x.end());
  }
  for (int i = 0; i < 2; ++i) {
    auto const& x = five.next().images;
    b.insert(b.end(), x.begin(), x.end());
  }
  CHECK(a == b);
}

TEST_CASE("pairs") {
  Pairs set = empty_pairs("pairs", {.size = 4, .jitter = 3, .mirror = true});
  for (int i = 0; i < 5; ++i) {
    Picture a(7, 7, 3), b(7, 7, 3);
    for (std::size_t k = 0; k < a.interleaved.size(); ++k) {
      a.interleaved[k] = std::uint8_t(k * 31 + std::size_t(i));
      b.interleaved[k] = std::uint8_t(255 - a.interleaved[k]);
    }
    set.inputs.add(a);
    set.targets.add(b);
  }
  Batches batches(set, 2);
  for (int i = 0; i < 10; ++i) {
    auto const& batch = batches.next();
    for (std::size_t k = 0; k < batch.input.size(); ++k)
      CHECK(batch.input.data()[k] == doctest::Approx(-batch.target.data()[k]));
  }
}

TEST_CASE("next allocates nothing, over several epochs") {
  Images const set = ten(4, true);
  Batches batches(set, 3);
  long const before = allocations;
  for (int i = 0; i < 50; ++i) batches.next();
  CHECK(allocations == before);
}

TEST_CASE("take: in the set's own order, nothing left to chance") {
  Images const set = ten(4, true);
  auto const batch = take(set, 7, 3);
  CHECK(batch.labels == std::vector<std::int32_t>{7, 8, 9});
  CHECK(batch.images(0, 0, 0, 0) == 7 / 127.5f - 1);  // from the middle
  CHECK(error_of([&] { take(set, 8, 3); }) == "ten: has 10 samples, and not 3 from number 8 on");
}

TEST_CASE("numbers that make no sense") {
  Images const set = ten();
  CHECK(error_of([&] { Batches(set, 0); }) == "ten: has 10 samples, which make no batch of 0");
  CHECK(error_of([&] { Batches(set, 11); }) == "ten: has 10 samples, which make no batch of 11");
  Batches batches(set, 3);
  CHECK(error_of([&] { batches.seek({0, 11}); }) == "ten: has 10 samples, and no position 11");
}

static_assert(!std::is_constructible_v<Batches<Images>, Images, int>,
              "a set that would die at once is refused");
