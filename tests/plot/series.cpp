#include <doctest/doctest.h>

#include <agon/plot/series.hpp>

using namespace agon::plot;

TEST_CASE("smoothed: a moving average with weights that add up to one from the first number on") {
  Series const s{"s", {1, 2, 3, 4}, {8, 4, gap, 2}};
  Series const half = smoothed(s, 0.5);
  CHECK(half.x == s.x);
  CHECK(half.y[0] == doctest::Approx(8));
  CHECK(half.y[1] == doctest::Approx((8 * 0.5 + 4) / 1.5));
  CHECK(std::isnan(half.y[2]));
  CHECK(half.y[3] == doctest::Approx((8 * 0.25 + 4 * 0.5 + 2) / 1.75));
  Series const none = smoothed(s, 0);
  CHECK(none.y[1] == 4);
  CHECK(none.y[3] == 2);
  Series const steady = smoothed({"s", {1, 2, 3}, {7, 7, 7}}, 0.99);
  for (double y : steady.y) CHECK(y == doctest::Approx(7));
}

TEST_CASE("thinned: lowest and highest stay, ends stay, gaps stay, order stays") {
  Series s{"s"};
  for (int i = 0; i < 1'000'000; ++i) {
    s.x.push_back(i);
    s.y.push_back(i >= 400'000 && i < 500'000 ? gap : std::sin(i * 0.001));
  }
  s.y[123'456] = 90;
  s.y[777'777] = -90;
  s.y[300'000] = std::numeric_limits<double>::infinity();
  Series const thin = thinned(s, 2000);
  CHECK(thin.y.size() <= 2002);
  CHECK(thin.y.size() > 1500);
  CHECK(thin.x.front() == 0);
  CHECK(thin.x.back() == 999'999);
  int highest = 0, lowest = 0, gaps = 0;
  double last = -1;
  for (std::size_t i = 0; i < thin.y.size(); ++i) {
    highest += thin.y[i] == 90;
    lowest += thin.y[i] == -90;
    gaps += std::isnan(thin.y[i]);
    if (std::isnan(thin.x[i])) continue;
    CHECK(thin.x[i] >= last);
    last = thin.x[i];
    if (!std::isnan(thin.y[i])) CHECK(thin.y[i] == s.y[std::size_t(thin.x[i])]);
  }
  CHECK(highest == 1);
  CHECK(lowest == 1);
  CHECK(gaps >= 99);
  CHECK(gaps <= 101);
  CHECK(thinned({"s", {1, 2}, {3, 4}}).y == std::vector<double>{3, 4});
  CHECK(thinned({"s"}).y.empty());
}

TEST_CASE("picked: every k-th point") {
  Series s{"s"};
  for (int i = 0; i < 10'000; ++i) {
    s.x.push_back(i);
    s.y.push_back(-i);
  }
  Series const some = picked(s, 2500);
  REQUIRE(some.x.size() == 2500);
  for (std::size_t i = 0; i < 2500; ++i) {
    CHECK(some.x[i] == 4.0 * double(i));
    CHECK(some.y[i] == -some.x[i]);
  }
}
