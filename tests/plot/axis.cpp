// Ticks are round, are in the range, and their labels say what they are.
#include <doctest/doctest.h>
#include <limits>

#include <agon/plot/axis.hpp>
#include <agon/plot/svg.hpp>

using namespace agon::plot;

namespace {
std::string labels(Axis const& a) {
  std::string s;
  for (Tick const& t : a.tick) s += (s.empty() ? "" : " ") + t.label;
  for (std::size_t minus; (minus = s.find("\xE2\x88\x92")) != s.npos;) s.replace(minus, 3, "-");
  return s;
}
}  // namespace

TEST_CASE("labels") {
  CHECK(labels(linear_axis(0, 1, true)) == "0 0.2 0.4 0.6 0.8 1.0");
  CHECK(labels(linear_axis(0.1, 1.1, false)) == "0.2 0.4 0.6 0.8 1.0");
  CHECK(labels(linear_axis(-2.3, 2.4, false)) == "-2 -1 0 1 2");
  CHECK(labels(linear_axis(0, 30'000, false)) == "0 5k 10k 15k 20k 25k 30k");
  CHECK(labels(linear_axis(0, 1'000, false)) == "0 200 400 600 800 1000");
  CHECK(labels(linear_axis(0, 12'000, false, 8)) == "0 2k 4k 6k 8k 10k 12k");
  CHECK(labels(linear_axis(9'900, 10'100, false)) == "9.90k 9.95k 10.00k 10.05k 10.10k");
  CHECK(labels(linear_axis(0, 25e6, false)) == "0 5M 10M 15M 20M 25M");
  CHECK(labels(linear_axis(0, 3e-4, false)) == "0 0.00005 0.00010 0.00015 0.00020 0.00025 0.00030");
  CHECK(labels(linear_axis(0, 3e-12, false)) == "0 5e-13 1.0e-12 1.5e-12 2.0e-12 2.5e-12 3.0e-12");
  CHECK(labels(linear_axis(-1e20, 1e20, true)) == "-1.0e20 -5e19 0 5e19 1.0e20");
  CHECK(labels(linear_axis(5, 5, true)) == "4.4 4.6 4.8 5.0 5.2 5.4 5.6");
  CHECK(labels(log_axis(0.02, 30)) == "0.1 1 10");
  CHECK(labels(log_axis(0.3, 4)) == "0.2 0.5 1 2 5");
  CHECK(labels(log_axis(1, 1)) == "0.5 1 2");
  CHECK(labels(log_axis(1e-5, 1e5)) == "1e-4 0.01 1 100 10000");
}

TEST_CASE("all kinds of ranges") {
  double const ends[] = {-1e300, -1e18, -123456789, -1000, -1,  -0.3, -1e-9, -1e-300, -5e-324,   0,    5e-324,
                         1e-300, 1e-20, 1e-9,       0.1,   0.7, 1,    999,   12345,   123456789, 1e18, 1e300};
  for (double low : ends)
    for (double high : ends)
      for (bool rounded : {false, true}) {
        if (low > high) continue;
        CAPTURE(low);
        CAPTURE(high);
        Axis const a = linear_axis(low, high, rounded);
        REQUIRE(std::isfinite(a.low));
        REQUIRE(std::isfinite(a.high));
        CHECK(a.low < a.high);
        double const little = 1e-6 * (a.high - a.low);
        CHECK(a.low <= low + little);
        CHECK(a.high >= high - little);
        CHECK(a.tick.size() >= 2);
        CHECK(a.tick.size() <= 9);
        double last = -std::numeric_limits<double>::infinity();
        std::string label;
        for (Tick const& t : a.tick) {
          CHECK(t.at > last);
          CHECK(t.label != label);
          CHECK(length(t.label) < 22);
          CHECK(t.at >= a.low - little);
          CHECK(t.at <= a.high + little);
          CHECK(a.place(t.at) >= 0);
          CHECK(a.place(t.at) <= 1);
          last = t.at;
          label = t.label;
        }
        CHECK(a.place(-1e300) >= 0);
        CHECK(a.place(1e300) <= 1);
        if (!(low > 0)) continue;
        Axis const l = log_axis(low, high);
        CHECK(l.low < l.high);
        CHECK(l.high >= high * (1 - 1e-8));
        CHECK(l.tick.size() >= 2);
        CHECK(l.tick.size() <= 12);
        CHECK(l.place(low) >= 0);
        CHECK(l.place(high) <= 1);
      }
}

TEST_CASE("places") {
  Axis const linear = linear_axis(0, 10, true), log = log_axis(1, 100);
  CHECK(linear.place(5) == doctest::Approx(0.5));
  CHECK(linear.place(-1) == 0);
  CHECK(linear.place(11) == 1);
  CHECK(log.place(10) == doctest::Approx(0.5));
}
