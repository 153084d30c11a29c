#include <doctest/doctest.h>
#include <vector>

#include <agon/train/schedule.hpp>

using namespace agon;

/// The numbers after 0, 1, ..., count - 1 steps.
static std::vector<double> first(int count, Schedule const& s) {
  std::vector<double> r;
  for (int n = 0; n < count; ++n) r.push_back(s(n));
  return r;
}
using Numbers = std::vector<double>;

TEST_CASE("a number is a schedule") {
  CHECK(first(2, 0.25) == Numbers{0.25, 0.25});
  CHECK(first(2, constant(0.25)) == Numbers{0.25, 0.25});
}
TEST_CASE("each kind") {
  CHECK(first(7, ramp(0.5, 1.5, 1, 5)) == Numbers{0.5, 0.5, 0.75, 1, 1.25, 1.5, 1.5});
  CHECK(first(6, linear_decay(1, 5)) == Numbers{1, 1, 0.75, 0.5, 0.25, 0});
  CHECK(first(4, exponential(0.5)) == Numbers{1, 0.5, 0.25, 0.125});
  CHECK(first(6, steps(2, 0.5)) == Numbers{1, 1, 0.5, 0.5, 0.25, 0.25});
  CHECK(first(4, drop(2, 0.5)) == Numbers{1, 1, 0.5, 0.5});
  CHECK(first(5, warm_up(4)) == Numbers{0.25, 0.5, 0.75, 1, 1});
  Numbers const wave = first(6, cosine_decay(1, 5));
  CHECK(wave[1] == 1);
  CHECK(wave[2] == doctest::Approx(0.5 + 0.25 * std::sqrt(2.0)));
  CHECK(wave[3] == doctest::Approx(0.5));
  CHECK(wave[5] == 0);
}
TEST_CASE("products, bounds and longer units") {
  CHECK(first(6, 2 * warm_up(2) * linear_decay(2, 6)) == Numbers{1, 2, 2, 1.5, 1, 0.5});
  CHECK(first(5, drop(1, 0.5) * drop(3, 0.5)) == Numbers{1, 0.5, 0.5, 0.25, 0.25});
  CHECK(first(4, (8 * exponential(0.5)).at_least(3)) == Numbers{8, 4, 3, 3});
  CHECK(first(6, linear_decay(1, 3).per(2)) == Numbers{1, 1, 1, 1, 0.5, 0.5});
  CHECK(first(4, steps(1, 0.5).per(2) * warm_up(2)) == Numbers{0.5, 1, 0.5, 0.5});
}
TEST_CASE("CycleGAN's: as long at the full rate as on the way to zero, by epochs") {
  long const per_epoch = 7;
  Schedule const rate = linear_decay(99, 200).per(per_epoch);
  for (long epoch = 0; epoch < 200; ++epoch) {  // its code: 1 - max(0, epoch + 1 - 100) / (100 + 1)
    CHECK(rate(epoch * per_epoch) == doctest::Approx(1 - std::max(0.0, double(epoch) + 1 - 100) / 101));
    CHECK(rate(epoch * per_epoch) == rate(epoch * per_epoch + per_epoch - 1));
  }
}
TEST_CASE("what is no schedule is refused") {
  CHECK_THROWS_WITH_AS((void)ramp(1, 0, 5, 5), "ramp: it goes from step 5 to step 5; give it a later end",
                       Error);
  CHECK_THROWS_AS((void)linear_decay(9, 2), Error);
  CHECK_THROWS_AS((void)steps(0, 0.5), Error);
  CHECK_THROWS_AS((void)warm_up(0), Error);
  CHECK_THROWS_AS((void)warm_up(1).per(0), Error);
  Schedule many = 1;
  for (int k = 0; k < 8; ++k) many = many * drop(k, 0.5);
  CHECK(many(7) == 1.0 / 256);
  CHECK_THROWS_WITH_AS(many * drop(8, 0.5), "schedule: it has more than 8 factors", Error);
}
