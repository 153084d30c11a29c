#include <doctest/doctest.h>
#include <stdexcept>
#include <thread>
#include <vector>

#include <agon/core/threads.hpp>

using namespace agon;

namespace {

/// Sections of all sizes, one after the other: each index once, and none before its section.
void check_sections(int sections) {
  std::vector<int> seen(512);
  int wrong = 0;
  for (int s = 1; s <= sections; ++s) {
    long const n = s % 512;
    parallel(n, [&](long i) { seen[std::size_t(i)] += s; });
    for (long i = 0; i < long(seen.size()); ++i) wrong += seen[std::size_t(i)] != (i < n ? s : 0);
    seen.assign(seen.size(), 0);
  }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("parallel sections") { check_sections(2000); }

TEST_CASE("a team's sections") {
  for (int k = 0; k < 20; ++k) with_team([] { check_sections(1000); });
}

TEST_CASE("sections within sections") {
  std::vector<int> seen(64 * 64);
  with_team(
      [&] { parallel(64, [&](long i) { parallel(64, [&](long j) { ++seen[std::size_t(64 * i + j)]; }); }); });
  CHECK(seen == std::vector<int>(64 * 64, 1));
}

TEST_CASE("every section's thread has an index of its own") {
  with_team([] {
    std::vector<int> inside;
    inside.assign(std::size_t(thread_count()), 0);
    int wrong = 0;
    for (int s = 0; s < 200; ++s)
      parallel(100, [&](long) {
        int& mine = inside[std::size_t(thread_index())];
        if (++mine != 1) ++wrong;
        --mine;
      });
    CHECK(wrong == 0);
  });
}

TEST_CASE("a failure leaves the team in order") {
  CHECK_THROWS_WITH_AS(with_team([] { throw std::runtime_error("no"); }), "no", std::runtime_error);
  with_team([] { check_sections(100); });
}

TEST_CASE("several leaders at once") {
  std::vector<std::thread> threads;
  std::vector<long> sums(3);
  for (std::size_t t = 0; t < sums.size(); ++t)
    threads.emplace_back([&, t] {
      for (int k = 0; k < 20; ++k)
        with_team([&] {
          for (int s = 0; s < 50; ++s) {
            std::vector<long> part(32);
            parallel(32, [&](long i) { part[std::size_t(i)] = i; });
            for (long p : part) sums[t] += p;
          }
        });
    });
  for (std::thread& t : threads) t.join();
  CHECK(sums == std::vector<long>(3, 20 * 50 * 496));
}
